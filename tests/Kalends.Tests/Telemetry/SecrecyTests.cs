using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Telemetry;

/// <summary>No word of a request is in what leaves the process: in spans, in measurements or in the log.</summary>
public abstract class SecrecyTests
{
    /// <summary>Every text, name, address, password and token of these tests has this word in it.</summary>
    const string Marked = "hunter2";

    readonly WatchedServer _watched;

    protected SecrecyTests(WatchedServer watched)
    {
        watched.RequireEngine();
        _watched = watched;
    }

    private protected abstract System.Data.Common.DbConnection Connect();

    [Fact]
    public async Task Whatever_a_request_says_nothing_of_it_is_exported_or_logged()
    {
        var admin = _watched.Admin;
        var routes = await SendToEveryRoute(admin);
        var secret = await ReadAFeed(admin);
        await SendPasswordsAndPersonalData(admin);
        await SendGraphQL(admin);
        await BreakStatements(admin);
        var exported = await WaitForSpansOf(routes);

        foreach (var word in (string[])[Marked, secret, admin.Token!.Split('.')[2], "SELECT"])
        {
            Assert.DoesNotContain(word, exported, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(
                _watched.Server.Lines, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
        Assert.All(_watched.Collector.Spans, span => Assert.Equal((0, ""), (span.Events, span.StatusMessage)));
    }

    /// <summary>Each route with the word in its path, its query, its headers and its body.</summary>
    static async Task<IReadOnlyList<string>> SendToEveryRoute(Visitor admin)
    {
        var routes = new List<string>();
        foreach (var (template, operations) in await admin.Paths())
        {
            var path = string.Join('/', template.Split('/').Select(part =>
                part.StartsWith('{') ? part.Replace(part[..(part.IndexOf('}') + 1)], Marked) : part));
            foreach (var method in operations!.AsObject().Select(operation => HttpMethod.Parse(operation.Key)))
            {
                await Say(admin, method, $"{path}?q={Marked}&last_event_id={Marked}&email={Marked}@example.com");
                routes.Add($"{method} {template}");
            }
        }
        await Say(admin, HttpMethod.Get, $"/{Marked}?{Marked}={Marked}");
        await Say(admin.With($"{Marked}.{Marked}.{Marked}"), HttpMethod.Get, "/v1/me");
        return routes;
    }

    static Task<Answer> Say(Visitor visitor, HttpMethod method, string path) => visitor.Send(
        method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : Body(), key: $"{Marked}-key",
        headers:
        [
            ("User-Agent", Marked), ("Cookie", $"session={Marked}"), ("If-Match", $"\"{Marked}\""),
            ("Referer", $"http://{Marked}/"), ("X-Forwarded-For", Marked), ("tracestate", $"a={Marked}"),
            ("baggage", $"name={Marked}"),
        ]);

    static StringContent Body() => new(
        JsonSerializer.Serialize(new { name = Marked, password = Marked, token = Marked, message = Marked }),
        Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    static async Task<string> ReadAFeed(Visitor admin)
    {
        var made = (await admin.Post("/v1/providers/1/feed")).Is(201);
        var address = (string)made["address"]!;
        (await admin.Get(address)).Is(200);
        return address.Split('/')[^1].Split('.')[0];
    }

    static async Task SendPasswordsAndPersonalData(Visitor admin)
    {
        const string password = $"{Marked} {Marked}";
        string[] roles = ["admin"];
        (await admin.Post("/v1/users", new { username = Marked, password, roles })).Is(201);
        (await admin.Post("/v1/auth/token", new { username = Marked, password = $"not {Marked}" })).Is(401);
        (await admin.Post("/v1/auth/token", new { username = Marked, password })).Is(200);
        (await admin.Post("/v1/clients", new { first_name = Marked, last_name = Marked })).Is(201);
        (await admin.Post("/v1/providers/search", new { text = Marked })).Is(200);
        (await admin.Post("/v1/events", new
        {
            component = "trial",
            environment = "test",
            email = $"{Marked}@example.com",
            message = $"About {Marked}",
        })).Is(201);
        (await admin.Get($"/v1/events?email={Marked}@example.com")).Is(200);
    }

    static async Task SendGraphQL(Visitor admin)
    {
        await admin.Ask($"query Named {{ {Marked}: me {{ username }} }}");
        await admin.Ask(
            "query Named($name: String!) { providers(text: $name) { edges { node { name } } } }",
            new { name = Marked });
        await admin.Ask(
            "mutation ($input: IssueTokenInput!) { issueToken(input: $input) { clientMutationId } }",
            new { input = new { username = Marked, password = Marked, clientMutationId = Marked } });
        await admin.Ask($"query {{ {Marked} }}");
    }

    /// <summary>Errors of the database may quote values, and so do their statements.</summary>
    async Task BreakStatements(Visitor admin)
    {
        await Execute("ALTER TABLE events RENAME TO events_elsewhere");
        (await admin.Get($"/v1/events?email={Marked}@example.com")).Is(500);
        (await admin.Post("/v1/clients", new { first_name = Marked, last_name = Marked })).Is(500);
        await Execute("ALTER TABLE events_elsewhere RENAME TO events");
    }

    async Task Execute(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether it is that of the last request, which failed.</summary>
    static bool IsLast(OtlpListener.Span span) => span is { Name: "POST /v1/clients", Status: 2 };

    /// <summary>Everything exported so far, once the spans of all routes are there to be searched.</summary>
    async Task<string> WaitForSpansOf(IReadOnlyList<string> routes)
    {
        var spans = await Patience.Until(
            () => Task.FromResult(_watched.Collector.Spans),
            spans => spans.Any(IsLast) && !routes.Except(spans.Select(span => span.Name)).Any());
        Assert.Empty(routes.Except(spans.Select(span => span.Name)));
        Assert.Contains(spans, IsLast);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(_watched.Metrics, TestContext.Current.CancellationToken);
        Assert.Contains("http_route=\"/v1/feeds/{secret}.ics\"", metrics, StringComparison.Ordinal);
        return metrics + string.Concat(_watched.Collector.Bodies.Select(Encoding.Latin1.GetString));
    }
}

public sealed class SecrecyTestsOnSqlite(WatchedSqlite watched) : SecrecyTests(watched), IClassFixture<WatchedSqlite>
{
    private protected override System.Data.Common.DbConnection Connect() =>
        new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={watched.Database};Pooling=False");
}

public sealed class SecrecyTestsOnPostgres(WatchedPostgres watched)
    : SecrecyTests(watched), IClassFixture<WatchedPostgres>
{
    private protected override System.Data.Common.DbConnection Connect() =>
        new Npgsql.NpgsqlConnection(watched.Database);
}
