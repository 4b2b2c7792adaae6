using System.Text.Json;
using Kalends.Bench.Kit;
using Kalends.Events;
using Kalends.Platform.Storage;

namespace Kalends.Bench;

/// <summary>Saving events of others over GraphQL, and the bare insert on the same write lane.</summary>
static class SaveEvents
{
    const int Clients = 16;

    const string Limit = """
        The bare insert is two statements, of the event and of its text. Saving adds the eight words of the message to
        the index and looks them up in the dictionary, both ways round; its HTTP request, token, document and log, and
        the load generator, take the same processors.
        """;

    const string Save = """
        mutation {
          saveEvent(component: "orders", email: "me@example.com", environment: "production", data: "{\"n\":1}",
                    message: "the buyer 3 has placed an order successfully") { event { id createdAt } }
        }
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        await using (var empty = World.Open(shop.PathOf("save.db")))
            await World.LetIn(empty);
        await using var server = await Server.Start(shop, shop.PathOf("save.db"));
        await using var db = World.Open(shop.PathOf("bare.db"));
        var request = shop.PathOf("save.json");
        await File.WriteAllTextAsync(request, JsonSerializer.Serialize(new { query = Save }));

        var rounds = await Rounds.Interleave(
            shop, time => Wrk.Post(server.Url + "/graphql", request, Clients, time), time => Bare(db, time));
        return [Figure.AtLeast(0.4,
            "saveEvent over GraphQL, 16 clients, SQLite, every commit flushed",
            "16 tasks that run the bare insert of the event on the same write lane", rounds, Limit)];
    }

    static Task<double> Bare(Db db, TimeSpan time) => AtOnce.Rate(Clients, time, n => db.Write(async session =>
    {
        var seq = await session.Number(SaveEvent.Insert,
            ("id", Guid.NewGuid().ToString()), ("now", n), ("component", "orders"), ("kind", null),
            ("subject", null), ("actor", Token.Admin.Id), ("environment", "production"));
        return await session.Run(SaveEvent.InsertText,
            ("seq", seq), ("email", "me@example.com"),
            ("message", "the buyer 3 has placed an order successfully"), ("data", "{\"n\":1}"));
    }, CancellationToken.None));
}
