using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Kalends.Bench.Kit;
using Kalends.Platform.Storage;

namespace Kalends.Bench;

/// <summary>64 clients want one slot at the same moment, again and again: one of them gets it, always.</summary>
static class OneSlot
{
    const int Clients = 64;

    const string Limit = """
        Each of 64 clients of its own connection asks at the same moment. Losers are refused by the look at the
        calendar, and by the database where they looked too early; either way the answer is 409 with the next free
        slots.
        """;

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
        if (await CountReservations(database) != rounds)
            violations++;

        var measured = string.Create(CultureInfo.InvariantCulture, $"{violations} violations in {rounds:N0} rounds");
        return new Figure(
            $"{Clients} clients on one slot, {engine}", "one winner each, all others told that it is taken",
            measured, "none", "0", violations == 0, Limit);
    }

    /// <summary>What the database says, whatever the answers were.</summary>
    static async Task<long?> CountReservations(string database)
    {
        await using var db = World.Open(database);
        return await db.Read(async session => await session.Number(FindCount), CancellationToken.None);
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

    static readonly Sql FindCount = new("SELECT COUNT(*) AS n FROM reservations");
}
