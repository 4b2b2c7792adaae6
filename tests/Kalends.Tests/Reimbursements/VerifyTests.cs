using Kalends.Platform.Storage;
using Kalends.Reimbursements.Reports;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace Kalends.Tests.Reimbursements;

/// <summary>The totals are checked against the rows, whenever asked and every night.</summary>
public abstract class VerifyTests
{
    const string Path = "/v1/reports/reimbursements/verify";

    readonly TestApp _app;

    protected VerifyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Totals_that_drift_are_named_and_raise_one_event_a_day()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(500));
        await _app.GivenACareEvent(caregiver, type);
        await _app.Fold();
        var log = new Lines();
        var nightly = new NightlyCheck(log);
        await nightly.Run(_app.OwnCall());
        var before = await Raised();
        await Add(7, caregiver);

        var answer = (await (await _app.AnAccountant()).Get(Path)).Is(200);
        _app.Clock.Advance(TimeSpan.FromHours(18));
        await nightly.Run(_app.OwnCall());
        var tooEarly = await Raised();
        _app.Clock.Advance(TimeSpan.FromHours(2));
        await nightly.Run(_app.OwnCall());
        await nightly.Run(_app.OwnCall());
        var after = await Raised();
        await Add(-7, caregiver);

        Assert.Equal(1, (long)answer["drift"]!);
        Assert.All(answer["checked"]!.AsObject(), count => Assert.InRange((long)count.Value!, 1, 1_000_000));
        Assert.Equal(
            $"[{{\"table\":\"caregiver_months\",\"caregiver_id\":{caregiver},\"service_month\":\"2030-01\"," +
            "\"currency\":\"SEK\",\"open_events\":0,\"open_amount\":7,\"reimbursed_events\":0," +
            "\"reimbursed_amount\":0}]", answer["differences"]!.ToJsonString());
        Assert.Equal([0, 0, 1], [before, tooEarly, after]);
        Assert.Equal("1 month totals are not what the care events add up to: " +
            "GET /v1/reports/reimbursements/verify names them.", Assert.Single(log.Written));
        Assert.Equal(0, (long)(await _app.Admin.Get(Path)).Is(200)["drift"]!);
    }

    [Fact]
    public async Task A_total_without_rows_and_rows_without_a_total_are_both_found()
    {
        var (one, other, type) = (
            await _app.GivenAProvider(), await _app.GivenAProvider(), await _app.GivenAnEventType(500));
        await _app.GivenACareEvent(one, type);
        await _app.Fold();
        await _app.Repair($"UPDATE month_totals SET caregiver_id = {other} WHERE caregiver_id = {one}");

        var found = (await _app.Admin.Get(Path)).Is(200)["differences"]!.AsArray()
            .Where(row => (string?)row!["table"] == "month_totals")
            .Select(row => ((long)row!["caregiver_id"]!, (long)row["open_amount"]!)).ToList();
        await _app.Repair($"UPDATE month_totals SET caregiver_id = {one} WHERE caregiver_id = {other}");
        await _app.Repair($"""
            UPDATE caregiver_months SET open_events = 1, open_amount = 500 WHERE caregiver_id = {one}
            """);

        Assert.Equal([(one, -500), (other, 500)], found);
    }

    [Fact]
    public async Task While_everybody_writes_nothing_drifts()
    {
        var type = await _app.GivenAnEventType(500);
        var caregivers = new List<long>();
        for (var i = 0; i < 4; i++)
            caregivers.Add(await _app.GivenAProvider());
        using var done = new CancellationTokenSource();
        var writers = caregivers.Select(caregiver => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested || i < 10; i++)
            {
                var id = await _app.GivenACareEvent(caregiver, type);
                if (i % 3 == 0)
                    await _app.Reimburse(id);
                if (i % 5 == 0)
                    (await _app.Admin.Post($"/v1/care-events/{id}/reverse")).Is(201);
                if (i % 7 == 0)
                    await _app.Fold();
            }
        })).ToList();

        var drifts = new List<long>();
        for (var i = 0; i < 8; i++)
            drifts.Add((long)(await _app.Admin.Get(Path)).Is(200)["drift"]!);
        await done.CancelAsync();
        await Task.WhenAll(writers);
        drifts.Add((long)(await _app.Admin.Get(Path)).Is(200)["drift"]!);

        Assert.All(drifts, drift => Assert.Equal(0, drift));
    }

    Task Add(int amount, long caregiver) => _app.Repair(
        $"UPDATE caregiver_months SET open_amount = open_amount + {amount} WHERE caregiver_id = {caregiver}");

    async Task<long> Raised() => (await _app.Db.Read(
        async session => await session.Number(CountEvents), CancellationToken.None))!.Value;

    static readonly Sql CountEvents = new(
        "SELECT COUNT(*) AS n FROM events WHERE kind = 'totals.drifted' AND component = 'reimbursements'");

    sealed class Lines : ILogger<NightlyCheck>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level == LogLevel.Error;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? wrong, Func<TState, Exception?, string> format) =>
            Written.Add(format(state, wrong));
    }
}

public sealed class VerifyTestsOnSqlite(SqliteApp app) : VerifyTests(app), IClassFixture<SqliteApp>;

public sealed class VerifyTestsOnPostgres(PostgresApp app) : VerifyTests(app), IClassFixture<PostgresApp>;
