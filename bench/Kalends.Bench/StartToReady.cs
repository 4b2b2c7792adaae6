using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>
/// From the start of the process to the first good answer of <c>/readyz</c>, on a database that exists.
/// </summary>
static class StartToReady
{
    const string Limit = """
        The runtime starts and compiles on the way; what the server adds to a bare Kestrel is its configuration, its
        routes with their shapes, and the look at its database, all compiled as they are met.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var database = await World.File(shop);
        var (starts, bares) = (new List<double>(), new List<double>());
        for (var n = 0; n < (shop.IsShort ? 3 : 11); n++)
        {
            await using (var bare = await Server.StartBare(shop, "{}"u8.ToArray()))
                bares.Add(bare.StartedIn.TotalMilliseconds);
            await using (var server = await Server.Start(shop, database))
                starts.Add(server.StartedIn.TotalMilliseconds);
        }
        return [Figure.Below(1000, "ms", "start to ready, SQLite, existing database",
            $"a bare Kestrel: {Rounds.Median(bares):0} ms", starts, Limit)];
    }
}
