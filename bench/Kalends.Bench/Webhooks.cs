using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kalends.Bench.Kit;
using Kalends.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Kalends.Bench;

/// <summary>
/// The processor time that a server takes to deliver 100 events a second, each to one of 1,000 webhooks, beyond what it
/// takes to save the events.
/// </summary>
static class Webhooks
{
    const int Count = 1000;
    const int PerSecond = 100;

    const string Limit = """
        A delivery is queued, claimed, sent over HTTP to a receiver in another process, and stored with its attempt. The
        reference saves the same events with deliveries turned off. Both are measured after thousands of events, when
        the runtime has compiled what they need.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var cluster = await Cluster.Of(shop);
        await using var receiver = await Receive();
        return
        [
            await On(shop, "SQLite", receiver.Urls.First(), () => Task.FromResult(shop.PathOf($"{Guid.NewGuid()}.db"))),
            await On(shop, "PostgreSQL", receiver.Urls.First(), () => cluster.Empty($"webhooks_{Guid.NewGuid():N}")),
        ];
    }

    static async Task<Figure> On(Workshop shop, string engine, string receiver, Func<Task<string>> empty)
    {
        var shares = new List<double>();
        for (var round = 0; round < (shop.IsShort ? 2 : 3); round++)
        {
            var with = await Share(shop, await empty(), receiver, roundSeconds: 1);
            var without = await Share(shop, await empty(), receiver, roundSeconds: 0);
            shares.Add(with - without);
        }
        return Figure.Below(
            10, "% of a processor", $"deliver {PerSecond} events a second to {Count:N0} webhooks, {engine}",
            "saving the events alone, subtracted", shares, Limit);
    }

    /// <summary>The percentage of a processor that the server takes.</summary>
    static async Task<double> Share(Workshop shop, string database, string receiver, int roundSeconds)
    {
        await using (var db = World.Open(database))
        {
            await World.LetIn(db);
            await db.Write(async session =>
            {
                for (var n = 0; n < Count; n++)
                    await session.Run(Subscribe, ("user", Token.Admin.Id), ("url", receiver),
                        ("kinds", $"""["bench{n}.*"]"""));
                return true;
            }, CancellationToken.None);
        }
        await using var server = await Server.Start(
            shop, database, more:
            [
                ("Kalends__Webhooks__AllowedNetworks", "127.0.0.0/8"),
                ("Kalends__Webhooks__RoundSeconds", $"{roundSeconds}"),
            ]);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token.Text);
        await Warm(http);
        var (before, time) = (server.ProcessorTime, shop.Round * 5);
        await Save(http, time);
        return (server.ProcessorTime - before) / time * 100;
    }

    static async Task Save(HttpClient http, TimeSpan time)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var n = 0; n < time.TotalSeconds * PerSecond; n++)
        {
            await timer.WaitForNextTickAsync();
            await Save(http, n);
        }
    }

    static async Task Save(HttpClient http, int n)
    {
        using var answer = await http.PostAsJsonAsync("/v1/events", new
        {
            component = "bench",
            kind = $"bench{n % Count}.happened",
            subject = $"order/{n}",
        });
        answer.EnsureSuccessStatusCode();
    }

    // The runtime compiles a method anew after some calls, and again after a pause without first calls.
    static async Task Warm(HttpClient http)
    {
        for (var round = 0; round < 4; round++)
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, 1500), new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (n, _) => await Save(http, n));
            await Save(http, TimeSpan.FromSeconds(5));
        }
    }

    static async Task<WebApplication> Receive()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(_ => Task.CompletedTask);
        await app.StartAsync();
        return app;
    }

    static readonly Sql Subscribe = new("""
        INSERT INTO webhooks
            (user_id, url, kinds, subjects, filter, payload, state, created_at, updated_at, version, secret, position,
             live)
        VALUES (@user, @url, @kinds, '[]', '{}', 'thin', 'enabled', 0, 0, 1,
                'plain:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 0, 1)
        """);
}
