using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>What a request costs the processors when the same bounded load is spread over four processes.</summary>
static class ManyProcesses
{
    const int Connections = 16;
    const int Processes = 4;
    const int PauseMilliseconds = 20;

    // Until the compiler has done its work in each of them; rarely called code is compiled after minutes.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    const string Limit = """
        Sixteen connections that pause for 20 ms between two requests, one in four of which makes a client and is told
        to the other processes; what counts is the processor time of the processes of Kalends, whatever they do beside
        answering. Most of it is not the number of processes: one process alone pays 1.4 to 1.9 times as much
        when it has a quarter of the load, since each thread that wakes up finds one request, and not several. The rest
        are caches of the processor that four programs share, and the jobs and the runtime of each process, about 1 % of
        a processor. What made no difference when it was tried: threads that spin or do not, handling a request on the
        thread that reads its socket, compiled code that is mapped once, and no writes at all.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        var (alone, together) = (await Servers(shop, cluster, 1), await Servers(shop, cluster, Processes));
        foreach (var server in alone.Concat(together))
            await Ask(server, Connections, WarmUp, pause: 0);
        var rates = await Rounds.Turns(shop, shop.Round,
        [
            time => Serve(together, Connections, time), time => Serve(alone, Connections, time),
            time => Serve(alone, Connections / Processes, time),
        ]);
        foreach (var server in alone.Concat(together))
            await server.DisposeAsync();
        return
        [
            Figure.AtMost(1.15,
                $"processor time of a request, {Processes} processes on PostgreSQL, bounded load",
                "the same load on one process", new Rounds(rates[0], rates[1]), Limit),
            Figure.Times(
                $"processor time of a request, {Processes} processes on PostgreSQL, bounded load",
                "a quarter of the load on one process", new Rounds(rates[0], rates[2]), Limit),
        ];
    }

    static async Task<List<Server>> Servers(Workshop shop, Cluster cluster, int count)
    {
        var (database, servers) = (await cluster.World(), new List<Server>());
        for (var n = 0; n < count; n++)
            servers.Add(await Server.Start(shop, database));
        return servers;
    }

    /// <summary>Requests for each second of processor time.</summary>
    static async Task<double> Serve(List<Server> servers, int connections, TimeSpan time)
    {
        var before = servers.Sum(server => server.ProcessorTime.TotalSeconds);
        var rates = await Task.WhenAll(
            servers.Select(server => Ask(server, connections / servers.Count, time, PauseMilliseconds)));
        var spent = servers.Sum(server => server.ProcessorTime.TotalSeconds) - before;
        return rates.Sum() * time.TotalSeconds / spent;
    }

    static Task<double> Ask(Server server, int connections, TimeSpan time, int pause) =>
        Wrk.Script(server.Url, connections, time, "paced.lua", $"{pause}", $"{World.Providers}");
}
