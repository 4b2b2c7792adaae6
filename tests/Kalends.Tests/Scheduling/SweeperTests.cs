using Kalends.Platform.Storage;
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
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenAHold(slot);
        await using var changed = await _app.Restart("--Kalends:Scheduling:SweepSeconds=1");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(1, await Patience.Until(Expired, expired => expired > 0));
        Assert.Empty((await _app.Admin.Post("/v1/reservations/expire")).Is(200)["items"]!.AsArray());
    }

    async Task<long> Expired() =>
        await _app.Db.Read(async session => await session.Number(CountExpired) ?? 0, CancellationToken.None);

    static readonly Sql CountExpired = new("SELECT COUNT(*) AS n FROM reservations WHERE state = 'expired'");
}

public sealed class SweeperTestsOnSqlite(SqliteApp app) : SweeperTests(app), IClassFixture<SqliteApp>;

public sealed class SweeperTestsOnPostgres(PostgresApp app) : SweeperTests(app), IClassFixture<PostgresApp>;
