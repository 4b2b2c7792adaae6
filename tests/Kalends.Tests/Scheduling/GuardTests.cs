using System.Data.Common;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>What the database refuses by itself, whatever the program does.</summary>
public abstract class GuardTests
{
    const long Minute = 60_000_000;

    readonly TestApp _app;

    protected GuardTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Live_reservations_of_a_provider_never_overlap_whichever_openings_they_come_from()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        var reservation = await _app.GivenAHold(first + 1);
        var starts = _app.NextHour().AddDays(2);
        var other = (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = starts.Text(), ends_at = starts.AddHours(2).Text() } },
            slot_minutes = 60,
            replace = true,
        })).Is(201)["items"]![0]!["id"];

        // The hold is of minutes 15 to 30.
        Assert.False(await Inserts((long)other!, provider, starts, 20, 40, "held"));
        Assert.False(await Inserts((long)other!, provider, starts, 0, 60, "confirmed"));
        Assert.True(await Inserts((long)other!, provider, starts, 0, 60, "no_show"));
        Assert.True(await Inserts((long)other!, provider, starts, 30, 60, "held"));
        await Assert.ThrowsAnyAsync<DbException>(() => _app.Repair(
            $"UPDATE reservations SET state = 'confirmed' WHERE provider_id = {provider} AND state = 'no_show'"));
        await _app.Repair(
            $"UPDATE reservations SET state = 'cancelled' WHERE provider_id = {provider} AND state = 'held'");
        await _app.Repair(
            $"UPDATE reservations SET state = 'confirmed' WHERE provider_id = {provider} AND state = 'no_show'");
        await Assert.ThrowsAnyAsync<DbException>(
            () => _app.Repair($"UPDATE reservations SET state = 'confirmed' WHERE id = {reservation}"));
    }

    [Fact]
    public async Task Openings_that_stand_never_overlap_and_removed_ones_stay_removed()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        var starts = Micros(_app.NextHour().AddDays(2));
        Task Insert(long from, long to) => _app.Repair($"""
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at)
            VALUES ({provider}, {starts + from * Minute}, {starts + to * Minute}, {15 * Minute}, 0)
            ON CONFLICT DO NOTHING
            """);

        await Insert(105, 135);
        await Insert(-30, 15);
        Assert.Equal(1, await Count(Standing, provider));
        await _app.Repair($"UPDATE openings SET removed_at = 1 WHERE id = {first / 4096}");
        await Insert(105, 135);
        Assert.Equal(1, await Count(Standing, provider));
        await Assert.ThrowsAnyAsync<DbException>(
            () => _app.Repair($"UPDATE openings SET removed_at = NULL WHERE id = {first / 4096}"));
        await Assert.ThrowsAnyAsync<DbException>(
            () => _app.Repair($"UPDATE openings SET ends_at = ends_at + {15 * Minute} WHERE provider_id = {provider}"));
    }

    [Fact]
    public async Task Nothing_lasts_longer_than_the_searches_look()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        var hold = await _app.GivenAHold(first);
        const long Day = 24 * 60 * Minute;

        Task Lasts(long micros) => _app.Repair($"""
            UPDATE reservations SET ends_at = starts_at + {micros}, busy_to = starts_at + {micros} WHERE id = {hold}
            """);

        await Assert.ThrowsAnyAsync<DbException>(() => Lasts(Day + 1));
        await Assert.ThrowsAnyAsync<DbException>(() => _app.Repair(
            $"INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at) " +
            $"VALUES ({provider}, 0, {Day + 1}, {Day + 1}, 0)"));
        await Lasts(Day);
    }

    /// <summary>Whether a row is taken as the program inserts it, past all of the program's own looks.</summary>
    async Task<bool> Inserts(
        long opening, long provider, DateTimeOffset starts, long fromMinute, long toMinute, string state)
    {
        var before = await Count(Reservations, provider);
        var (from, to) = (Micros(starts) + fromMinute * Minute, Micros(starts) + toMinute * Minute);
        await _app.Repair($"""
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at)
            VALUES ({opening}, 0, {provider}, 1, {from}, {to}, {from}, {to}, '{state}', 0, 0)
            ON CONFLICT DO NOTHING
            """);
        return await Count(Reservations, provider) > before;
    }

    async Task<long> Count(Sql sql, long provider) => await _app.Db.Read(
        async session => await session.Number(sql, ("provider", provider)) ?? -1, CancellationToken.None);

    static long Micros(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    static readonly Sql Reservations = new("SELECT COUNT(*) AS n FROM reservations WHERE provider_id = @provider");

    static readonly Sql Standing =
        new("SELECT COUNT(*) AS n FROM openings WHERE provider_id = @provider AND removed_at IS NULL");
}

public sealed class GuardTestsOnSqlite(SqliteApp app) : GuardTests(app), IClassFixture<SqliteApp>;

public sealed class GuardTestsOnPostgres(PostgresApp app) : GuardTests(app), IClassFixture<PostgresApp>;
