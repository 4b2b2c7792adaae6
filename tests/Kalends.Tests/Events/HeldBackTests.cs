using Kalends.Events;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>A transaction that stays open holds the log back; the server says since when, and which it is.</summary>
public sealed class HeldBackTests(OwnClusterApp app) : IClassFixture<OwnClusterApp>
{
    [Fact]
    public async Task A_transaction_that_stays_open_is_told_once_and_so_is_its_end()
    {
        app.RequireEngine();
        await using var restarted = await app.Restart("--Kalends:Events:HeldBackSeconds=1");
        var log = new KeptLog();
        var watch = new HeldBack(log);
        await watch.Run(app.OwnCall());
        Assert.Empty(log.Lines);

        await using var other = await Begin();
        var warned = await Patience.Until(Lines, lines => lines.Count > 0);
        await watch.Run(app.OwnCall());
        Assert.Equal(warned, log.Lines);
        Assert.Matches(
            @"^Warning The event log is held back by a transaction that has been open for [1-9][0-9]* s: " +
            @"process \d+ \(idle in transaction\) in the database test_\d+\.$", Assert.Single(warned));

        await other.DisposeAsync();
        await Patience.Until(Lines, lines => lines.Count > 1);
        Assert.Equal("Information The event log is no longer held back.", log.Lines[^1]);

        async Task<IReadOnlyList<string>> Lines()
        {
            await watch.Run(app.OwnCall());
            return log.Lines;
        }
    }

    [Fact]
    public async Task The_gauges_show_its_age_and_the_events_behind_it()
    {
        app.RequireEngine();
        Assert.Equal((0, 0), await Gauges());

        await using (await Begin())
        {
            (await app.Admin.Post("/v1/clients", new { first_name = "A", last_name = "B" })).Is(201);
            var (age, unsettled) = await Patience.Until(Gauges, gauges => gauges.Age >= 1);
            Assert.InRange(age, 1, 600);
            Assert.Equal(1, unsettled);
        }

        Assert.Equal((0, 0), await Patience.Until(Gauges, gauges => gauges == (0, 0)));
    }

    [Fact]
    public async Task Readers_in_the_order_of_the_log_do_not_wait_for_it()
    {
        app.RequireEngine();
        var watched = new WatchedDb(app.Db);
        await using var watermark = watched.Follow(LoggedEvent.Newest);
        await watermark.ReadSettled(CancellationToken.None);
        await using var other = await Begin();
        (await app.Admin.Post("/v1/clients", new { first_name = "A", last_name = "B" })).Is(201);

        // At first it may be one of the many that end at once.
        Assert.InRange(await Looks(), 2, 20);
        Assert.Equal(1, await Patience.Until(Looks, looks => looks == 1));

        async Task<int> Looks()
        {
            var before = watched.Reads;
            await watermark.ReadSettled(CancellationToken.None);
            return watched.Reads - before;
        }
    }

    async Task<(long Age, long Unsettled)> Gauges()
    {
        var call = app.OwnCall();
        return (
            Assert.Single(await HeldBack.Age.Count(call)).Value,
            Assert.Single(await HeldBack.Unsettled.Count(call)).Value);
    }

    /// <summary>A transaction that has taken its number and stays open until it is disposed of.</summary>
    async Task<IAsyncDisposable> Begin()
    {
        var connection = app.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT pg_current_xact_id()";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
