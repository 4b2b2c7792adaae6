using Kalends.Scheduling.Reservations;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class CountHoldsTests
{
    readonly TestApp _app;

    protected CountHoldsTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_hold_is_live_then_lapsed_and_then_swept()
    {
        await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId);
        await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId);
        await _app.GivenABooking((await _app.GivenFreeSlots()).SlotId);
        Assert.Equal("live=2 lapsed=0", await Holds());

        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId);
        Assert.Equal("live=1 lapsed=2", await Holds());

        var sweep = _app.OwnCall();
        await ExpireReservations.Sweep(sweep);
        Assert.Equal("live=1 lapsed=0", await Holds());
        Assert.Equal(2, sweep.RowsInSteps);
    }

    async Task<string> Holds() => string.Join(
        ' ', (await CountHolds.Gauge.Count(_app.OwnCall())).Select(one => $"{one.Tags[0].Value}={one.Value}"));
}

public sealed class CountHoldsTestsOnSqlite(SqliteApp app) : CountHoldsTests(app), IClassFixture<SqliteApp>;

public sealed class CountHoldsTestsOnPostgres(PostgresApp app) : CountHoldsTests(app), IClassFixture<PostgresApp>;
