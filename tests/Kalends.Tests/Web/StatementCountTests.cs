using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Kalends.Tests.Web.Console;

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

    [Fact]
    public async Task A_page_of_the_console_takes_as_many_statements_for_many_appointments_as_for_few()
    {
        var office = await app.GivenAnOffice(hours: 8, slotMinutes: 15);
        await app.GivenABooking(office.FirstSlotId, await app.GivenAClientOf(office, "Ada", "Byron"));
        using var staff = await app.Enters(office);
        string[] pages = ["/console/calendar", "/console/clients", "/console/hours"];
        var few = await Counts(staff, pages);
        for (var i = 1; i <= 20; i++)
            await app.GivenABooking(office.FirstSlotId + i, await app.GivenAClientOf(office, $"Client {i}", "Many"));

        var many = await Counts(staff, pages);

        Assert.Equal(few, many);
        Assert.All(many, count => Assert.InRange(count, 1, 20));
    }

    static async Task<IReadOnlyList<long>> Counts(PageVisitor visitor, IEnumerable<string> pages)
    {
        var counts = new List<long>();
        foreach (var page in pages)
            counts.Add(Math.Min(await Count(page), await Count(page)));
        return counts;

        // What runs in the background meanwhile is counted too, and it seldom runs twice.
        Task<long> Count(string page) => Statements.CountIn(async () => (await visitor.Get(page)).Is(200));
    }

    [Fact]
    public async Task The_ledger_takes_as_few_however_many_caregivers_it_has()
    {
        var type = await app.GivenAnEventType();
        for (var i = 0; i < 20; i++)
            await app.GivenACareEvent(await app.GivenAProvider(), type);
        using var visitor = new PageVisitor(app);
        (await visitor.SignIn(await app.GivenAUserWithPassword(Roles.Accountant), Practice.Password)).Is(303);

        foreach (var (path, most) in (
            (string, int)[])
            [
                ("/console/care-events", 8), ("/console/months", 4), ("/console/months/2030-01", 5),
                ("/console/reports", 14), ("/console/remittances", 3),
            ])
            Assert.InRange(await Statements.CountIn(async () => (await visitor.Get(path)).Is(200)), 1, most);
    }
}
