using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>What a transaction promises, whichever engine keeps it.</summary>
public abstract class WriteTests
{
    readonly TestApp _app;

    protected WriteTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_refused_change_leaves_nothing_behind_not_even_its_event()
    {
        var events = await Count(Events);

        await Assert.ThrowsAsync<Refused>(() => Write<int>(async session =>
        {
            await session.Run(Keep, ("name", "refused"));
            throw PlatformErrors.NothingHere.Refused();
        }));

        Assert.Equal(0, await Named("refused"));
        Assert.Equal(events, await Count(Events));
    }

    [Fact]
    public async Task An_error_in_one_change_takes_no_other_along()
    {
        var changes = Enumerable.Range(0, 40).Select(i => Write<int>(async session =>
        {
            await session.Run(Keep, ("name", $"group-{i}"));
            return i % 4 == 0 ? throw new InvalidOperationException("on purpose") : i;
        })).ToList();

        await Task.WhenAll(changes.Select(change => change.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(10, changes.Count(change => change.IsFaulted));
        for (var i = 0; i < changes.Count; i++)
            Assert.Equal(i % 4 == 0 ? 0 : 1, await Named($"group-{i}"));
    }

    [Fact]
    public async Task The_event_log_is_append_only()
    {
        await _app.GivenAProvider();

        await Assert.ThrowsAnyAsync<Exception>(() => Write(async session => await session.Run(ChangeEvents)));
        await Assert.ThrowsAnyAsync<Exception>(() => Write(async session => await session.Run(DeleteEvents)));
        Assert.NotEqual(0, await Count(Events));
    }

    [Fact]
    public async Task An_opening_never_moves_and_is_never_deleted()
    {
        await _app.GivenFreeSlots();

        await Assert.ThrowsAnyAsync<Exception>(() => Write(async session => await session.Run(MoveOpenings)));
        await Assert.ThrowsAnyAsync<Exception>(() => Write(async session => await session.Run(DeleteOpenings)));
    }

    [Fact]
    public async Task The_database_itself_refuses_an_overlapping_live_reservation()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var held = await _app.GivenAHold(slot);

        var inserted = await Write(async session => await session.Run(CopyReservation, ("id", held)));

        Assert.Equal(0, inserted);
    }

    [Fact]
    public async Task A_reservation_cannot_be_revived_over_another_one()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var first = await _app.GivenAHold(slot);
        (await _app.Admin.Post($"/v1/reservations/{first}/cancel")).Is(200);
        await _app.GivenAHold(slot);

        await Assert.ThrowsAnyAsync<Exception>(() => Write(async session => await session.Run(Revive, ("id", first))));
        Assert.Equal("cancelled", (string?)(await _app.Admin.Get($"/v1/reservations/{first}"))["state"]);
    }

    [Fact]
    public async Task A_restart_finds_everything_and_the_same_key()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var held = await _app.GivenAHold(slot);
        var token = _app.Admin.Token!;

        await _app.Stop();
        await _app.Start();

        var found = await _app.Nobody.With(token).Get($"/v1/reservations/{held}");
        Assert.Equal("held", (string?)found.Is(200)["state"]);
    }

    Task<T> Write<T>(Func<Session, Task<T>> work) => _app.Db.Write(work, CancellationToken.None);

    async Task<long> Named(string name) => await _app.Db.Read(
        async session => await session.Number(CountNamed, ("name", name)) ?? 0, CancellationToken.None);

    async Task<long> Count(Sql sql) =>
        await _app.Db.Read(async session => await session.Number(sql) ?? 0, CancellationToken.None);

    static readonly Sql Keep = new("INSERT INTO organisations (name, created_at) VALUES (@name, 0)");
    static readonly Sql CountNamed = new("SELECT COUNT(*) AS n FROM organisations WHERE name = @name");
    static readonly Sql Events = new("SELECT COUNT(*) AS n FROM events");
    static readonly Sql ChangeEvents = new("UPDATE events SET actor = 'somebody else'");
    static readonly Sql DeleteEvents = new("DELETE FROM events");
    static readonly Sql MoveOpenings = new("UPDATE openings SET starts_at = starts_at + slot_micros");
    static readonly Sql DeleteOpenings = new("DELETE FROM openings");
    static readonly Sql CopyReservation = new("""
        INSERT INTO reservations
            (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
             expires_at, created_at)
        SELECT opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
               expires_at, created_at
        FROM reservations
        WHERE id = @id
        ON CONFLICT DO NOTHING
        """);
    static readonly Sql Revive = new("UPDATE reservations SET state = 'confirmed' WHERE id = @id");
}

public sealed class WriteTestsOnSqlite(SqliteApp app) : WriteTests(app), IClassFixture<SqliteApp>;

public sealed class WriteTestsOnPostgres(PostgresApp app) : WriteTests(app), IClassFixture<PostgresApp>;
