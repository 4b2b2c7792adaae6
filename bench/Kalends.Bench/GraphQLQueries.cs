using System.Text;
using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>The GraphQL engine behind HTTP, against a server that sends the same bytes without any work.</summary>
static class GraphQLQueries
{
    const int Connections = 16;
    public const int Rows = 20;
    public const int ManyRows = 1000;

    const string Same = """
        The document is found by its bytes, so that running it is all there is: about half of the engine's time goes
        into the batches of its eight levels and what they allocate, half into writing 200 values. Reading the body
        through the pipe comes on top, which the bare handler never does.
        """;

    const string Different = """
        Parsing, checking and planning come on top, about as much again as running, and nothing of them is kept.
        Making the requests costs the load generator more as well, on both sides.
        """;

    const string Many = """
        Gathering and writing the rows. An object that several parents share is written once and then copied, so that
        a list of few therapists is cheaper than one in which each is another.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop) =>
    [
        await Compare(shop, 0.85, Rows, "same", "the same document each time", Same),
        await Compare(shop, 0.6, Rows, "different", "no document ever seen before", Different),
        await Compare(shop, 0.3, ManyRows, "same", "the same document each time", Many),
    ];

    static async Task<Figure> Compare(Workshop shop, double goal, int rows, string manner, string work, string limit)
    {
        var request = await Request(shop, rows);
        await using var server = await Server.StartGraphQL(shop, rows);
        await using var bare = await Server.StartBare(shop, await Post(server, request, rows));

        var rounds = await Rounds.Interleave(
            shop, time => Load(server, request, manner, time), time => Load(bare, request, manner, time));
        return Figure.AtLeast(goal, Name(rows, work),
            "a bare Kestrel handler that answers the same bytes", rounds, limit);
    }

    public static string Name(int rows, string work) =>
        $"GraphQL, {rows:N0} appointments with therapist and specialisms, {work}, data in memory";

    /// <summary>A file with the request for a number of rows; its comment has room for a number.</summary>
    public static async Task<string> Request(Workshop shop, int rows)
    {
        var file = shop.PathOf($"graphql-{rows}.json");
        await File.WriteAllBytesAsync(
            file, JsonSerializer.SerializeToUtf8Bytes(new { query = "# 00000000\n" + GraphQLWorld.Query(rows) }));
        return file;
    }

    /// <summary>What a server answers to the request; an error if it is not all rows.</summary>
    public static async Task<byte[]> Post(Server server, string request, int rows)
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(request));
        body.Headers.ContentType = new("application/json");
        using var answer = await http.PostAsync(new Uri(server.Url), body);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return bytes.AsSpan().Count("durationSeconds"u8) == rows
            ? bytes
            : throw new InvalidOperationException($"Not all rows: {Encoding.UTF8.GetString(bytes)}");
    }

    /// <summary>Requests a second: the same each time, or each with another number.</summary>
    public static Task<double> Load(Server server, string request, string manner, TimeSpan time) =>
        Wrk.Script(server.Url, Connections, time, "graphql.lua", request, manner);
}
