using System.Diagnostics;
using Kalends.Bench.Kit;
using Kalends.Platform.Storage;

namespace Kalends.Bench.Drills;

/// <summary>Two servers on PostgreSQL are restarted in turn under load; no request may be lost.</summary>
static class RollingRestarts
{
    public const string Word = "rolling";

    const int Usual = 8;

    const int DrainSeconds = 5;

    // Until a balancer has seen that the one is back, the other must stay.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    static readonly Dictionary<string, Func<Workshop, int, int, Task<LoadBalancer>>> Balancers = new()
    {
        ["haproxy"] = LoadBalancer.Haproxy,
        ["nginx"] = LoadBalancer.Nginx,
    };

    /// <param name="how">How many restarts, and behind what; eight behind each where it says nothing.</param>
    public static async Task<int> Run(string[] how)
    {
        var restarts = how.Select(word => int.TryParse(word, out var times) ? times : 0)
            .FirstOrDefault(times => times > 0, Usual);
        await using var shop = Workshop.Open(isShort: true);
        var cluster = await Cluster.Of(shop);
        var lost = 0;
        foreach (var name in Balancers.Keys.Intersect(how).DefaultIfEmpty().SelectMany(
            name => name is null ? Balancers.Keys.AsEnumerable() : [name]))
            lost += await Behind(name, shop, cluster, restarts);
        return lost == 0 ? 0 : 1;
    }

    static async Task<int> Behind(string name, Workshop shop, Cluster cluster, int restarts)
    {
        var database = await cluster.Empty(name);
        await using (var db = World.Open(database))
            await World.Fill(db, atOnce: 1, providers: Traffic.Clients);
        int[] ports = [Workshop.FreePort(), Workshop.FreePort()];
        var servers = new List<Server>();
        foreach (var port in ports)
            servers.Add(await Server.Start(shop, database, port, DrainSeconds));
        await using var balancer = await Balancers[name](shop, ports[0], ports[1]);
        await Task.Delay(Pause);

        var (before, started) = ((await Events(database)).Count, Stopwatch.GetTimestamp());
        using var traffic = new Traffic(balancer.Url);
        await traffic.During(async () =>
        {
            for (var n = 0; n < restarts; n++)
            {
                await servers[n % 2].DisposeAsync();
                servers[n % 2] = await Server.Start(shop, database, ports[n % 2], DrainSeconds);
                await Task.Delay(Pause);
            }
        });
        foreach (var server in servers)
            await server.DisposeAsync();

        var took = Stopwatch.GetElapsedTime(started);
        var made = (await Events(database)).Skip(before).ToList();
        var missed = made.Where(id => !traffic.Reader.HasSeen(id)).ToList();
        Console.WriteLine($"{name}: {restarts} restarts in {took.TotalSeconds:0} s, {traffic.Asked:N0} requests, " +
            $"{traffic.Lost.Count} lost. {traffic.Changed:N0} changes were answered and {made.Count:N0} made; a " +
            $"reader of the log missed {missed.Count} of them and saw {traffic.Reader.SeenTwice} twice.");
        foreach (var one in traffic.Lost.Take(10).Concat(traffic.Lost.Count > 0 ? balancer.Complaints() : []))
            Console.WriteLine($"  {one}");
        return traffic.Lost.Count + traffic.Reader.SeenTwice + missed.Count + Math.Abs(traffic.Changed - made.Count);
    }

    /// <summary>The ids of all events about reservations, in the order of the log.</summary>
    static async Task<List<string>> Events(string database)
    {
        await using var db = World.Open(database);
        return await db.Read(
            async session => await session.All(FindEvents, row => row.Text("id")), CancellationToken.None);
    }

    static readonly Sql FindEvents = new("SELECT id FROM events WHERE kind LIKE 'reservation.%' ORDER BY seq");
}
