using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public abstract class FuzzTests
{
    const int DocumentsPerRoute = 60;

    // Documents that are all refused at the first look would prove little.
    const int AcceptedMin = 50;

    readonly TestApp _app;

    protected FuzzTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_document_makes_the_server_stumble(int seed)
    {
        var random = new RandomJson(seed);
        var provider = await _app.GivenAProvider();
        await _app.GivenAHold(await _app.GivenSlots(provider));
        var paths = await _app.Nobody.Paths();
        var (accepted, stumbled) = (0, new List<string>());

        foreach (var (template, item) in paths)
            foreach (var (method, operation) in item!.AsObject())
                for (var i = 0; i < DocumentsPerRoute && method is "post" or "put" or "patch"; i++)
                {
                    var path = random.Path(template);
                    var body = random.Document(Names(operation!));
                    var answer = await Ask(method, path, Wire.Body(body));
                    accepted += answer.Status < 400 ? 1 : 0;
                    if (answer.Status >= 500)
                        stumbled.Add($"{method} {path} {body}: {answer.Text}");
                    else if (answer.Status >= 400)
                        answer.IsCleanRefusal();
                }

        Assert.Empty(stumbled);
        Assert.InRange(accepted, AcceptedMin, int.MaxValue);
    }

    [Theory]
    [InlineData(3)]
    public async Task No_query_makes_the_server_stumble(int seed)
    {
        var random = new RandomJson(seed);
        var paths = await _app.Nobody.Paths();
        var (accepted, stumbled) = (0, new List<string>());

        // The clock of these tests is years ahead of the database's, which is not ready for that.
        foreach (var (template, item) in paths.Where(path => path.Key != "/readyz"))
            foreach (var (method, operation) in item!.AsObject())
                for (var i = 0; i < DocumentsPerRoute && (method is "get" or "delete") && !GoesOn(operation!); i++)
                {
                    var path = random.Path(template) + random.Query(Parameters(operation!));
                    var answer = await Ask(method, path, null);
                    accepted += answer.Status < 400 ? 1 : 0;
                    if (answer.Status >= 500)
                        stumbled.Add($"{method} {path}: {answer.Text}");
                }

        Assert.Empty(stumbled);
        Assert.InRange(accepted, AcceptedMin, int.MaxValue);
    }

    static bool GoesOn(JsonNode operation) =>
        operation["responses"]!["200"]?["content"]?["text/event-stream"] is not null;

    /// <summary>The names that the described body has, so that half of what is sent gets past the first look.</summary>
    static List<string> Names(JsonNode operation)
    {
        var reference = (string?)operation["requestBody"]?["content"]?.AsObject().First().Value!["schema"]?["$ref"];
        var schema = reference is null ? null : operation.Root["components"]!["schemas"]![reference.Split('/')[^1]];
        return schema?["properties"]?.AsObject().Select(property => property.Key).ToList() ?? [];
    }

    static List<string> Parameters(JsonNode operation) => operation["parameters"]?.AsArray()
        .Where(parameter => (string?)parameter!["in"] == "query")
        .Select(parameter => (string)parameter!["name"]!).ToList() ?? [];

    Task<Answer> Ask(string method, string path, HttpContent? body) =>
        _app.Address.Ask(method.ToUpperInvariant(), path, body, _app.Admin.Bearer());
}

public sealed class FuzzTestsOnSqlite(SqliteApp app) : FuzzTests(app), IClassFixture<SqliteApp>;

public sealed class FuzzTestsOnPostgres(PostgresApp app) : FuzzTests(app), IClassFixture<PostgresApp>;
