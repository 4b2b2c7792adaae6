using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>64 clients want one slot at the same moment, again and again: one of them gets it, always.</summary>
static class OneSlot
{
    const int Clients = World.Clients;

    const string Limit = "The losers are told so by the look at the calendar, and by the database where they looked too early.";

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        await Race(shop, "SQLite", await World.File(shop), processes: 1),
        await Race(shop, "PostgreSQL, two servers", await (await Cluster.Of(shop)).World(), processes: 2),
    ];

    static async Task<Figure> Race(Workshop shop, string engine, string database, int processes)
    {
        var servers = new List<Server>();
        while (servers.Count < processes)
            servers.Add(await Server.Start(shop, database));
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients });
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token.Text);

        var rounds = shop.IsShort ? 50 : 1000;
        var violations = 0;
        for (var round = 0; round < rounds; round++)
        {
            var slot = World.SlotNumber(round);
            var answers = await AllAtOnce(n => Reserve(http, servers[n % processes], slot, client: n + 1));
            var winners = answers.Count(status => status == HttpStatusCode.Created);
            if (winners != 1 || answers.Count(status => status == HttpStatusCode.Conflict) != Clients - 1)
                violations++;
        }
        foreach (var server in servers)
            await server.DisposeAsync();

        return new Figure(
            $"{Clients} clients on one slot, {engine}", "exactly one winner, the others told that it is taken",
            $"{violations} violations in {rounds.ToString("N0", CultureInfo.InvariantCulture)} rounds", "", "0", violations == 0, Limit);
    }

    static async Task<HttpStatusCode[]> AllAtOnce(Func<int, Task<HttpStatusCode>> run)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, Clients).Select(async n =>
        {
            await go.Task;
            return await run(n);
        }).ToList();
        go.SetResult();
        return await Task.WhenAll(all);
    }

    static async Task<HttpStatusCode> Reserve(HttpClient http, Server server, long slot, int client)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri($"{server.Url}/v1/reservations"), new { slot_id = slot, client_id = client });
        return answer.StatusCode;
    }
}
