using Kalends.Events.Public;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Webhooks;

/// <summary>A filter in memory finds what the same filter finds in the log.</summary>
public abstract class FilterTests
{
    static readonly string[] Words =
        ["Café", "room", "ROOM 7", "診療所の予約", "Straße", "o'clock", "naïve-ish", "7"];

    static readonly string?[] Names = [null, "a", "b"];

    readonly TestApp _app;

    protected FilterTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_filter_finds_the_same_in_memory_and_in_the_log(int seed)
    {
        var dice = new Random(seed);
        T One<T>(T[] of) => of[dice.Next(of.Length)];
        for (var i = 0; i < 60; i++)
            (await _app.Admin.Post("/v1/events", new
            {
                component = One(Names) ?? "c",
                kind = One(Names),
                email = One(Names),
                environment = One(Names),
                message = dice.Next(4) == 0 ? null : $"{One(Words)} {One(Words)}, {One(Words)}.",
            })).Is(201);
        await _app.GivenAProvider();
        await _app.LogIsTold();
        var call = _app.OwnCall();
        var settled = await EventLog.ReadSettled(call);
        var all = await call.Read(session => EventReader.Next(session, 0, settled, 10_000, withTexts: true));

        for (var i = 0; i < 200; i++)
        {
            var filter = new EventFilter(
                One(Names), dice.Next(8) == 0 ? _app.Admin.UserId : null, dice.Next(20) == 0 ? 1 : null, One(Names),
                One(Names), dice.Next(3) == 0 ? One(Words) : null, dice.Next(4) == 0 ? One(Words) : null);
            var found = await call.Read(session =>
                EventReader.Search(session, call, filter, null, null, 0, settled, 10_000));

            var match = new EventMatch(filter);
            Assert.Equal(
                all.Where(match.Fits).Select(one => one.Number), found.Events.Select(one => one.Number));
        }
    }
}

public sealed class FilterTestsOnSqlite(SqliteApp app) : FilterTests(app), IClassFixture<SqliteApp>;

public sealed class FilterTestsOnPostgres(PostgresApp app) : FilterTests(app), IClassFixture<PostgresApp>;
