using Kalends.Platform.Storage;
using Kalends.Scheduling.Reservations;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class SweeperTests
{
    readonly TestApp _app;

    protected SweeperTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_sweeper_writes_down_what_has_lapsed()
    {
        var before = await Expired();
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenAHold(slot);
        await using var changed = await _app.Restart("--Kalends:Scheduling:SweepSeconds=1");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(before + 1, await Patience.Until(Expired, expired => expired > before));
        Assert.Empty((await _app.Admin.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task A_round_ends_once_it_finds_less_than_it_may_release()
    {
        for (var i = 0; i < 3; i++)
            await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var db = new WatchedDb(_app.Db);

        await ExpireReservations.Sweep(_app.OwnCall(db));
        await ExpireReservations.Sweep(_app.OwnCall(db));

        Assert.Equal([3], db.Written);
    }

    private protected TestApp App => _app;

    private protected async Task<long> Expired() =>
        await _app.Db.Read(async session => await session.Number(CountExpired) ?? 0, CancellationToken.None);

    static readonly Sql CountExpired = new("SELECT COUNT(*) AS n FROM reservations WHERE state = 'expired'");
}

public sealed class SweeperTestsOnSqlite(SqliteApp app) : SweeperTests(app), IClassFixture<SqliteApp>;

public sealed class SweeperTestsOnPostgres(PostgresApp app) : SweeperTests(app), IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_round_leaves_a_hold_that_somebody_works_on_to_them()
    {
        var before = await Expired();
        await App.GivenAHold((await App.GivenFreeSlots()).SlotId);
        App.Clock.Advance(TimeSpan.FromMinutes(30));
        var db = new WatchedDb(App.Db);

        await using (var other = App.Connect())
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var working = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = other.CreateCommand();
            command.CommandText = "SELECT id FROM reservations WHERE state = 'held' FOR UPDATE";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            await ExpireReservations.Sweep(App.OwnCall(db))
                .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }
        Assert.Equal([0], db.Written);
        Assert.Equal(before, await Expired());

        await ExpireReservations.Sweep(App.OwnCall());
        Assert.Equal(before + 1, await Expired());
    }
}
