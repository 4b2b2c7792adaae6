using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>A page takes a few statements, however much it shows.</summary>
[Collection("alone")]
public sealed class StatementCountTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task Every_page_takes_a_few_statements()
    {
        using var visitor = await app.GivenABrowserOfAClient();
        var provider = await app.GivenAProvider();
        await app.GivenSlots(provider, hours: 8, slotMinutes: 5);
        for (var i = 0; i < 9; i++)
            await app.GivenFreeSlots();
        var time = app.FirstTime(provider);
        var held = await visitor.SendForm((await visitor.Get(time)).Is(200), time);
        var appointment = held.Is(303).Headers["Location"];

        foreach (var (path, times, most) in (
            (string, int, int)[])
            [
                ("/", 0, 1), ("/book", 30, 15), ($"/book/{provider}", 95, 20), (time, 3, 15),
                ("/appointments", 0, 10), (appointment, 0, 10), ($"{appointment}/move", 95, 20),
            ])
        {
            var page = "";
            var count = await Statements.CountIn(async () => page = (await visitor.Get(path)).Is(200).Text);

            Assert.Equal((path, times), (path, page.Split("class=\"time\"").Length - 1));
            Assert.InRange(count, 1, most);
        }
    }
}
