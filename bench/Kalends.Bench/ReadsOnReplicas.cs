using Kalends.Bench.Kit;
using Npgsql;

namespace Kalends.Bench;

/// <summary>Searches a second with no, one and two streaming replicas.</summary>
static class ReadsOnReplicas
{
    const int Clients = 16;
    const string Path = "/v1/providers?limit=50&order=rating";

    const string Limit = """
        All servers of PostgreSQL share the processors of one machine here, so a replica adds none, and what is
        measured is what choosing one costs: nothing is asked before a read without a bookmark. On machines of their
        own, replicas add their processors to these reads.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        var database = await cluster.World();
        List<Cluster> standbys = [await cluster.StartStandby(shop, "one"), await cluster.StartStandby(shop, "two")];
        var servers = new List<Server> { await Server.Start(shop, database) };
        for (var count = 1; count <= standbys.Count; count++)
            servers.Add(await Server.Start(
                shop, database, more: ("Kalends__Storage__Replicas", AddressOf(standbys.Take(count), database))));
        // They are looked at every second.
        await Task.Delay(TimeSpan.FromSeconds(3));

        var rates = await Rounds.Turns(shop, shop.Round, [.. servers.Select(
            server => (Func<TimeSpan, Task<double>>)(time => Wrk.Get(server.Url + Path, Clients, time)))]);
        foreach (var server in servers)
            await server.DisposeAsync();
        return [Row("one replica", rates[1], rates[0]), Row("two replicas", rates[2], rates[0])];
    }

    static string AddressOf(IEnumerable<Cluster> standbys, string database) =>
        new NpgsqlConnectionStringBuilder(database)
        {
            Host = string.Join(',', standbys.Select(one => $"127.0.0.1:{one.Port}")),
        }.ToString();

    static Figure Row(string which, IReadOnlyList<double> subject, IReadOnlyList<double> reference) => Figure.AtLeast(
        0.9, $"search the directory over REST, 16 clients, {which} on the same machine", "the same without replicas",
        new Rounds(subject, reference), Limit);
}
