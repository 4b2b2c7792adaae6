using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>What a request costs the processors when the same bounded load is spread over four processes.</summary>
static class ManyProcesses
{
    const int Connections = 16;
    const int Processes = 4;
    const int PauseMilliseconds = 20;

    const string Limit = """
        Sixteen connections that pause for 20 ms between two requests, one in four of which makes a client and is told
        to the other processes; what counts is the processor time of the processes of Kalends, whatever they do beside
        answering. Each process has its own clocks, jobs that look whether it is their turn, and threads that sleep and
        wake: with a quarter of the load, a thread wakes up for fewer requests at a time.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        var (alone, together) = (await Servers(shop, cluster, 1), await Servers(shop, cluster, Processes));
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
        var rates = await Task.WhenAll(servers.Select(server => Wrk.Script(
            server.Url, Connections / servers.Count, time, "paced.lua", $"{PauseMilliseconds}", $"{World.Providers}")));
        var spent = servers.Sum(server => server.ProcessorTime.TotalSeconds) - before;
        return rates.Sum() * time.TotalSeconds / spent;
    }
}
