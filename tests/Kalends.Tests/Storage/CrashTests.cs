using System.Diagnostics;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>
/// A server killed under load: what it answered is there after the restart, once, and nothing else is live.
/// </summary>
public abstract class CrashTests
{
    const int Providers = 12;
    const int Callers = 12;

    readonly TestApp _app;

    protected CrashTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Every_acknowledged_hold_and_confirmation_survives_a_kill()
    {
        var world = await MakeWorld();
        var reader = new Reader((string)(await _app.Admin.Get("/v1/events?limit=1"))["items"]![0]!["position"]!);
        var before = (int)await Count(Events);
        await _app.Stop();
        var acknowledged = new Acknowledged();

        for (var round = 0; round < 2; round++)
            await LiveAndDie(world, acknowledged, reader, round);
        await _app.Start();

        Assert.NotEmpty(acknowledged.Held);
        Assert.NotEmpty(acknowledged.Confirmed);
        foreach (var id in acknowledged.Held.Keys)
        {
            var found = (await _app.Admin.Get($"/v1/reservations/{id}")).Is(200);
            Assert.Equal(acknowledged.Held[id], (long)found["slot_id"]!);
            if (acknowledged.Confirmed.ContainsKey(id))
                Assert.Equal("confirmed", (string?)found["state"]);
        }
        Assert.Equal(0, await Count(LiveTwice));
        Assert.Equal(await Count(Reservations), await Count(HeldEvents));
        Assert.Equal(await Count(Confirmed), await Count(ConfirmedEvents));

        var events = (int)await Count(Events) - before;
        Assert.InRange(reader.Seen.Count, 1, events);
        await reader.Follow(_app.Address, _app.Admin.Token!, until: events);
        Assert.Equal(await Walk(reader.Start), reader.Seen);
    }

    /// <summary>Follows the log over several lives of a server, each time from the last event that it had.</summary>
    sealed class Reader(string start)
    {
        string _position = start;

        public string Start { get; } = start;

        public List<string> Seen { get; } = [];

        public async Task Follow(Uri server, string token, int until = int.MaxValue)
        {
            try
            {
                await using var stream = await Listener.Open(new Uri(server, "/v1/events/stream"), token, _position);
                while (Seen.Count < until && await stream.Next() is { } sent)
                {
                    _position = sent.Id!;
                    Seen.Add((string)sent.Json["id"]!);
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // The server was killed; the next one is asked for the rest.
            }
        }
    }

    async Task<List<string>> Walk(string start)
    {
        var ids = new List<string>();
        for (var next = (string?)start; next is not null;)
        {
            var page = (await _app.Admin.Get($"/v1/events?order=asc&limit=100&cursor={next}")).Is(200);
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["id"]!));
            next = (string?)page["next"];
        }
        return ids;
    }

    sealed class Acknowledged
    {
        public System.Collections.Concurrent.ConcurrentDictionary<long, long> Held { get; } = new();

        public System.Collections.Concurrent.ConcurrentDictionary<long, bool> Confirmed { get; } = new();
    }

    sealed record World(IReadOnlyList<long> FirstSlots, IReadOnlyList<long> Clients, string Token);

    async Task<World> MakeWorld()
    {
        // The child keeps real time, so its calendars and its caller's token must be good by that.
        _app.Clock.Advance(DateTimeOffset.UtcNow - _app.Clock.GetUtcNow());
        var (slots, clients) = (new List<long>(), new List<long>());
        for (var i = 0; i < Providers; i++)
            slots.Add(await _app.GivenSlots(await _app.GivenAProvider(), inDays: 3, hours: 12, slotMinutes: 5));
        for (var i = 0; i < Callers; i++)
            clients.Add(await _app.GivenAClient());
        return new World(slots, clients, _app.Admin.Token!);
    }

    async Task LiveAndDie(World world, Acknowledged acknowledged, Reader reader, int round)
    {
        var address = new Uri($"http://127.0.0.1:{Machine.FreePort()}");
        using var server = StartChild(address);
        var visitor = new Visitor(() => address, () => world.Token, "");
        await UntilReady(visitor);

        var (confirmed, seen) = (acknowledged.Confirmed.Count, reader.Seen.Count);
        var following = reader.Follow(address, world.Token);
        var callers = Enumerable.Range(0, Callers).Select(i => Book(visitor, world, acknowledged, i, round)).ToList();
        await Patience.Until(() => Task.FromResult(acknowledged.Confirmed.Count - confirmed), count => count > 0);
        await Patience.Until(() => Task.FromResult(reader.Seen.Count - seen), count => count > 0);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        server.Kill();
        await server.WaitForExitAsync();
        await Task.WhenAll([.. callers, following]);
    }

    static async Task Book(Visitor visitor, World world, Acknowledged acknowledged, int caller, int round)
    {
        try
        {
            for (var index = round * 70; index < round * 70 + 70; index++)
            {
                var slot = world.FirstSlots[caller % Providers] + index;
                var held = await visitor.Post(
                    "/v1/reservations", new { slot_id = slot, client_id = world.Clients[caller] });
                if (held.Status != 201)
                    continue;
                acknowledged.Held[held.Id] = slot;
                if ((await visitor.Post($"/v1/reservations/{held.Id}/confirm")).Status == 200)
                    acknowledged.Confirmed[held.Id] = true;
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone, which is what this is about.
        }
    }

    Process StartChild(Uri address)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Kalends.dll"), $"--urls={address}",
            $"--Kalends:Database={_app.Database}", "--Kalends:Log:Level=Error", "--Kalends:Http:RatePerSecond=0",
        ])
        {
            WorkingDirectory = Path.GetTempPath(),
        };
        return Process.Start(start)!;
    }

    static async Task UntilReady(Visitor visitor)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            try
            {
                if ((await visitor.Get("/readyz")).Status == 200)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        Assert.Fail("The child server did not become ready.");
    }

    async Task<long> Count(Sql sql) =>
        await _app.Db.Read(async session => await session.Number(sql) ?? -1, CancellationToken.None);

    static readonly Sql LiveTwice = new("""
        SELECT COUNT(*) AS n
        FROM (
            SELECT opening_id, slot_index
            FROM reservations
            WHERE state IN ('held', 'confirmed')
            GROUP BY opening_id, slot_index
            HAVING COUNT(*) > 1) AS doubled
        """);

    static readonly Sql Reservations = new("SELECT COUNT(*) AS n FROM reservations");
    static readonly Sql HeldEvents = new("SELECT COUNT(*) AS n FROM events WHERE kind = 'reservation.held'");
    static readonly Sql Events = new("SELECT COUNT(*) AS n FROM events");
    static readonly Sql Confirmed = new("SELECT COUNT(*) AS n FROM reservations WHERE state = 'confirmed'");
    static readonly Sql ConfirmedEvents =
        new("SELECT COUNT(*) AS n FROM events WHERE kind = 'reservation.confirmed'");
}

public sealed class CrashTestsOnSqlite(SqliteApp app) : CrashTests(app), IClassFixture<SqliteApp>;

public sealed class CrashTestsOnPostgres(PostgresApp app) : CrashTests(app), IClassFixture<PostgresApp>;
