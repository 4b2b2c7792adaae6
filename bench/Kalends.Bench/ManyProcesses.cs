using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>What a request costs the processors when the same bounded load is spread over four processes.</summary>
static class ManyProcesses
{
    const int Connections = 16;
    const int Processes = 4;
    const int PauseMilliseconds = 20;

    // Until the compiler has done its work in each of them.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    const string Limit = """
        Sixteen connections that pause for 20 ms between two requests, one in four of which makes a client and is told
        to the other processes; what counts is the processor time of the processes of Kalends, whatever they do beside
        answering. A process that does nothing takes about 1 % of a processor: it wakes up some 35 times a second, for
        jobs and webhooks that ask the database whether it is their turn, and for what the runtime does by itself. The
        larger part is that with a quarter of the load, a thread that wakes up finds one request, not several.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        var (alone, together) = (await Servers(shop, cluster, 1), await Servers(shop, cluster, Processes));
        foreach (var server in alone.Concat(together))
            await Ask(server, Connections, WarmUp, pause: 0);
        var rounds = await Rounds.Interleave(shop, time => Serve(together, time), time => Serve(alone, time));
        foreach (var server in alone.Concat(together))
            await server.DisposeAsync();
        return [Figure.AtMost(1.15,
            $"processor time of a request, {Processes} processes on PostgreSQL, bounded load",
            "the same load on one process", rounds, Limit)];
    }

    static async Task<List<Server>> Servers(Workshop shop, Cluster cluster, int count)
    {
        var (database, servers) = (await cluster.World(), new List<Server>());
        for (var n = 0; n < count; n++)
            servers.Add(await Server.Start(shop, database));
        return servers;
    }

    /// <summary>Requests for each second of processor time.</summary>
    static async Task<double> Serve(List<Server> servers, TimeSpan time)
    {
        var before = servers.Sum(server => server.ProcessorTime.TotalSeconds);
        var rates = await Task.WhenAll(
            servers.Select(server => Ask(server, Connections / servers.Count, time, PauseMilliseconds)));
        var spent = servers.Sum(server => server.ProcessorTime.TotalSeconds) - before;
        return rates.Sum() * time.TotalSeconds / spent;
    }

    static Task<double> Ask(Server server, int connections, TimeSpan time, int pause) =>
        Wrk.Script(server.Url, connections, time, "paced.lua", $"{pause}", $"{World.Providers}");
}
