using System.Diagnostics;
using Kalends.Bench.Kit;
using Kalends.Platform.Storage;

namespace Kalends.Bench.Drills;

/// <summary>
/// Everything that happens to a database with standbys, under load: nothing that was answered may be lost or made
/// twice, and the work must go on soon.
/// </summary>
static class Failovers
{
    public const string Word = "failover";

    const int DrainSeconds = 3;

    // The lock of a dead primary holds for 20 s.
    static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(25);

    // Nothing tells of a frozen one: connections to it hang until haproxy closes them.
    static readonly TimeSpan AfterFreeze = TimeSpan.FromSeconds(35);
    static readonly TimeSpan AfterSwitch = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    /// <summary>Something that happens, and how long nothing may be answered because of it.</summary>
    sealed record Act(string Name, TimeSpan PauseMax, Func<Task> Do);

    public static async Task<int> Run()
    {
        await using var shop = Workshop.Open(isShort: true);
        var cluster = await PatroniCluster.Start(shop);
        Console.WriteLine("A primary and two standbys are there.");
        await Make(cluster);
        await using (var db = World.Open(PatroniCluster.Database(cluster.Port, "kalends")))
            await World.Fill(db, atOnce: 1, providers: PersistentClients.Clients);

        await using var wire = new Relay(cluster.Port);
        int[] ports = [Workshop.FreePort(), Workshop.FreePort()];
        string[] databases = [.. ((int[])[cluster.Port, wire.Port]).Select(
            port => PatroniCluster.Database(port, "kalends"))];
        var servers = new List<Server>();
        Task<Server> Serve(int n) => Server.Start(shop, databases[n], ports[n], DrainSeconds);
        for (var n = 0; n < ports.Length; n++)
            servers.Add(await Serve(n));

        using var clients = new PersistentClients([.. servers.Select(server => server.Url)]);
        var before = await Look(databases[0]);
        var late = 0;
        await clients.During(async () =>
        {
            foreach (var act in Acts(cluster, wire, async () =>
            {
                for (var n = 0; n < servers.Count; n++)
                {
                    await servers[n].DisposeAsync();
                    servers[n] = await Serve(n);
                }
            }))
            {
                await Task.Delay(Settle);
                var started = Stopwatch.GetTimestamp();
                await act.Do();
                await Task.Delay(Settle);
                var pause = clients.LongestPause(started, Stopwatch.GetTimestamp());
                late += pause > act.PauseMax ? 1 : 0;
                Console.WriteLine($"{act.Name}: the longest pause was {pause.TotalSeconds:0.0} s " +
                    $"(at most {act.PauseMax.TotalSeconds} s).");
                await cluster.IsWhole();
            }
        }, async () => (await Look(databases[0])).Events.Count - before.Events.Count);

        var faults = Report(clients, await Look(databases[0]), before) + late;
        foreach (var server in servers)
            await server.DisposeAsync();
        return faults == 0 ? 0 : 1;
    }

    static IEnumerable<Act> Acts(PatroniCluster cluster, Relay wire, Func<Task> restart) =>
    [
        new("The primary is killed", AfterKill, async () =>
        {
            var leader = await cluster.Leader();
            await cluster.Kill(leader);
            await cluster.LeadsAnother(leader);
            cluster.Run(leader);
        }),
        new("The primary is frozen, and thaws after another one has been elected", AfterFreeze, async () =>
        {
            var leader = await cluster.Leader();
            await cluster.Freeze(leader);
            await cluster.LeadsAnother(leader);
            await Task.Delay(Settle);
            await cluster.Thaw(leader);
        }),
        new("A standby takes over in an orderly way", AfterSwitch, async () =>
        {
            var leader = await cluster.Leader();
            await cluster.SwitchOver(leader, await cluster.Standby());
        }),
        new("The synchronous standby is killed", AfterKill, async () =>
        {
            var standby = await cluster.Standby();
            await cluster.Kill(standby);
            await Task.Delay(Settle);
            cluster.Run(standby);
        }),
        new("All servers of Kalends are restarted in turn", AfterSwitch, restart),
        new("One server of Kalends loses its network for twenty seconds", AfterSwitch, async () =>
        {
            wire.Cut();
            await Task.Delay(TimeSpan.FromSeconds(20));
            wire.Mend();
        }),
    ];

    static async Task Make(PatroniCluster cluster)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(PatroniCluster.Database(cluster.Port, "postgres"));
        for (var tries = 0; ; tries++)
            try
            {
                await using var command = source.CreateCommand("CREATE DATABASE kalends");
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (Npgsql.NpgsqlException) when (tries < 50)
            {
                // haproxy has not found the primary yet.
                await Task.Delay(200);
            }
    }

    static int Report(PersistentClients clients, Found now, Found before)
    {
        var events = now.Events.Skip(before.Events.Count).ToList();
        var lost = clients.Reservations.Except(now.Confirmed).Count() + clients.Care.Except(now.Care).Count();
        // Every request was repeated until it was answered, so each row was.
        var twice = now.Held - clients.Reservations.Count + now.Care.Count - clients.Care.Count + now.SameCare;
        var missed = events.Count(id => !clients.Reader.HasSeen(id));
        Console.WriteLine($"{clients.Reservations.Count:N0} reservations and {clients.Care.Count:N0} care events " +
            $"were answered; {lost} are lost and {twice} were made twice. Of {events.Count:N0} events a reader " +
            $"missed {missed} and saw {clients.Reader.SeenTwice} twice.");
        Console.WriteLine("Refusals: " + string.Join(", ", clients.Refusals.Select(one => $"{one.Key} {one.Value}")));
        foreach (var one in clients.Unexpected.Take(10))
            Console.WriteLine($"  {one}");
        return lost + Math.Abs(twice) + missed + clients.Reader.SeenTwice + clients.Unexpected.Count;
    }

    /// <summary>What the database has in the end.</summary>
    sealed record Found(
        HashSet<long> Confirmed, int Held, HashSet<long> Care, int SameCare, List<string> Events);

    static async Task<Found> Look(string database)
    {
        await using var db = World.Open(database);
        return await db.Read(async session => new Found(
            [.. await session.All(FindConfirmed, row => row.Long("id"))],
            (int)(await session.Number(CountReservations) ?? 0),
            [.. await session.All(FindCare, row => row.Long("id"))],
            (int)(await session.Number(CountSame) ?? 0),
            await session.All(FindEvents, row => row.Text("id"))), CancellationToken.None);
    }

    static readonly Sql FindConfirmed = new("SELECT id FROM reservations WHERE state = 'confirmed'");

    static readonly Sql CountReservations = new("SELECT COUNT(*) AS n FROM reservations");

    static readonly Sql FindCare = new("SELECT id FROM care_events");

    static readonly Sql CountSame = new(
        "SELECT COUNT(*) - COUNT(DISTINCT (caregiver_id, starts_at)) AS n FROM care_events");

    static readonly Sql FindEvents = new("""
        SELECT id FROM events WHERE kind LIKE 'reservation.%' OR kind LIKE 'care_event.%' ORDER BY seq
        """);
}
