using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>
/// The engine behind HTTP, against other GraphQL servers with the same schema, data and answers. They come from npm, by
/// the lock file in <c>bench/peers</c>.
/// </summary>
static class Peers
{
    public const string Word = "peers";

    const string Schema = "schema.graphql";
    const string Same = "the same document each time";
    const string Different = "no document ever seen before";

    // All may use the whole machine, as one process of .NET does.
    static readonly int Workers = Environment.ProcessorCount;

    /// <param name="Name">The package, and the script that serves it.</param>
    /// <param name="How">The way in which it is run.</param>
    /// <param name="Goal">How many times as many requests of the same document the engine is to answer.</param>
    /// <param name="Resolvers">The resolvers that it is given.</param>
    sealed record Peer(string Name, string How, double Goal, string Resolvers = "resolvers");

    static readonly IReadOnlyList<Peer> All =
    [
        new("mercurius", "with JIT on Fastify", 4.5),
        new("mercurius", "with JIT and loaders on Fastify", 4.5, Resolvers: "loaders"),
        new("graphql-yoga", "on Node's own server", 16),
    ];

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var folder = await Install(shop);
        return
        [
            .. await Compare(shop, folder, GraphQLQueries.Rows, "same", Same, hasGoal: true),
            .. await Compare(shop, folder, GraphQLQueries.Rows, "different", Different, hasGoal: false),
            .. await Compare(shop, folder, GraphQLQueries.ManyRows, "same", Same, hasGoal: false),
        ];
    }

    static async Task<string> Install(Workshop shop)
    {
        var folder = System.IO.Directory.CreateDirectory(shop.PathOf(Word)).FullName;
        foreach (var file in System.IO.Directory.GetFiles(Path.Combine(Workshop.Root, "bench", Word)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        try
        {
            await Workshop.Execute("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder);
        }
        catch (Exception failed) when (failed is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            throw new BenchUnavailable($"npm could not install the packages of bench/{Word}: {failed.Message}");
        }
        await File.WriteAllTextAsync(Path.Combine(folder, Schema), GraphQLWorld.Sdl);
        return folder;
    }

    static async Task<IReadOnlyList<Figure>> Compare(
        Workshop shop, string folder, int rows, string manner, string work, bool hasGoal)
    {
        var request = await GraphQLQueries.Request(shop, rows);
        await using var server = await Server.StartGraphQL(shop, rows);
        var answer = await GraphQLQueries.Post(server, request, rows);
        var peers = new List<Server>();
        foreach (var peer in All)
        {
            peers.Add(await Server.StartNode(
                shop, Path.Combine(folder, "serve.js"), peer.Name, Workers, Path.Combine(folder, Schema), $"{rows}",
                peer.Resolvers));
            MustBeSame(peer, await GraphQLQueries.Post(peers[^1], request, rows), answer);
        }

        var rates = await Rounds.Turns(
            shop, shop.Round,
            [.. peers.Prepend(server).Select(one => (Func<TimeSpan, Task<double>>)(
                time => GraphQLQueries.Load(one, request, manner, time)))],
            Rounds.WarmUps);
        foreach (var (peer, its) in All.Zip(peers))
        {
            // Once more: what is compiled by now must give the same.
            MustBeSame(peer, await GraphQLQueries.Post(its, request, rows), answer);
            await its.DisposeAsync();
        }

        var limit = await Limit();
        return All.Select((peer, n) =>
        {
            var figure = Figure.AtLeast(
                peer.Goal, GraphQLQueries.Name(rows, work),
                $"{peer.Name} {VersionOf(folder, peer.Name)} {peer.How}, {Workers} workers, the same answers",
                new Rounds(rates[0], rates[n + 1]), limit);
            return hasGoal ? figure : figure with { Goal = "", Met = null };
        }).ToList();
    }

    static void MustBeSame(Peer peer, byte[] answer, byte[] ours)
    {
        if (!JsonElement.DeepEquals(JsonElement.Parse(answer), JsonElement.Parse(ours)))
            throw new InvalidOperationException($"{peer.Name} does not give the same answer.");
    }

    static string VersionOf(string folder, string package)
    {
        var installed = File.ReadAllBytes(Path.Combine(folder, "node_modules", package, "package.json"));
        return JsonElement.Parse(installed).GetProperty("version").GetString()!;
    }

    static async Task<string> Limit() => $"""
        They run on Node {(await Workshop.Execute("node", "--version")).Trim()}, in as many processes as there are
        processors, and share them with the load generator as the engine does. All fields are properties but for
        the connections and the therapist of an appointment, who is found by an id. Resolvers look at one object at a
        time, which is fastest with data in memory; loaders get all of a level at once, as the engine's resolvers do,
        so that a database would be asked once. All keep parsed and checked documents, and mercurius compiles those
        that come again.
        """;
}
