using System.Text.Json;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>Filtered appointments with therapists and specialisms over GraphQL, and by the statements alone.</summary>
static class Appointments
{
    const int Clients = 16;

    const string Limit = """
        Both sides run three statements that find the same rows; the reference reads them with the bare driver and
        throws them away. What comes on top are the request, its token and log, reading rows into objects, running the
        document over them, and writing the answer of about 100 KB, besides the load generator that reads it, on the
        same processors.
        """;

    static readonly string Document = GraphQLWorld.Query("", end: "1644894120");

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var file = shop.PathOf("appointments.db");
        await using (var db = World.Open(file))
            await AppointmentWorld.Fill(db, atOnce: 256);
        return
        [
            await Compare(shop, "SQLite", file, AppointmentSql.OnSqlite(file)),
            await Compare(shop, "PostgreSQL", await Database(shop), AppointmentSql.OnPostgres(await Database(shop))),
        ];
    }

    static async Task<string> Database(Workshop shop)
    {
        const string name = "appointments";
        var cluster = await Cluster.Of(shop);
        if (!await cluster.Make(name))
            return cluster.Database(name);
        await using (var db = World.Open(cluster.Database(name)))
            await AppointmentWorld.Fill(db, atOnce: 16);
        // Else the server would do it by itself, in the middle of a round.
        await cluster.Sql(name, "VACUUM ANALYZE");
        return cluster.Database(name);
    }

    static async Task<Figure> Compare(Workshop shop, string engine, string database, AppointmentSql bare)
    {
        await using var server = await Server.Start(shop, database);
        var (url, request) = ($"{server.Url}/graphql", shop.PathOf("appointments.json"));
        await File.WriteAllBytesAsync(request, JsonSerializer.SerializeToUtf8Bytes(new { query = Document }));
        var rows = await Count(url, request);
        if (rows != await bare.Count())
            throw new InvalidOperationException($"{rows} rows came, and {await bare.Count()} without the server.");

        var rounds = await Rounds.Interleave(
            shop, time => Wrk.Post(url, request, Clients, time), time => bare.Run(Clients, time));
        return Figure.AtLeast(0.3,
            $"GraphQL, the {rows} of 100,000 appointments that a filter finds, with all about them, {engine}",
            $"{Clients} tasks that read the same rows by hand-written SQL without HTTP", rounds, Limit);
    }

    static async Task<int> Count(string url, string request)
    {
        using var http = Token.Client();
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(request));
        body.Headers.ContentType = new("application/json");
        using var answer = await http.PostAsync(new Uri(url), body);
        var bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return bytes.AsSpan().Count("durationSeconds"u8);
    }
}
