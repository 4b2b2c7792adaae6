using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Documents that clients register and operators trust, as the product serves them.</summary>
public sealed class PersistedTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Me = "{ me { username } }";
    const string Automatic = "--Kalends:GraphQL:Documents=automatic";

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task By_default_a_hash_is_answered_so_that_clients_send_texts(string method)
    {
        var answer = await Ask(app.Admin, method, null, HashOf(Me));

        Assert.Equal("PERSISTED_QUERY_NOT_SUPPORTED", answer.Is(200).Refusal());
        Assert.Equal("PersistedQueryNotSupported", (string?)answer["errors"]![0]!["message"]);
    }

    [Fact]
    public async Task Only_a_caller_who_is_known_registers_and_everybody_uses_what_is_there()
    {
        await using var _ = await app.Restart(Automatic);
        const string open = "{ __typename }";

        Assert.Equal("Query", (string?)(await Ask(app.Nobody, "POST", open, HashOf(open))).Data()["__typename"]);
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", (await Ask(app.Nobody, "POST", null, HashOf(open))).Refusal());
        Assert.Equal("Query", (string?)(await Ask(app.Admin, "POST", open, HashOf(open))).Data()["__typename"]);
        Assert.Equal("Query", (string?)(await Ask(app.Nobody, "GET", null, HashOf(open))).Data()["__typename"]);
    }

    [Fact]
    public async Task What_a_hash_stands_for_is_run_as_the_caller_who_names_it()
    {
        await using var _ = await app.Restart(Automatic);

        Assert.NotNull((await Ask(app.Admin, "POST", Me, HashOf(Me))).Data()["me"]);

        Assert.Equal("token_missing", (await Ask(app.Nobody, "POST", null, HashOf(Me))).Refusal());
    }

    [Fact]
    public async Task A_caller_who_registers_without_end_leaves_the_documents_of_others()
    {
        await using var _ = await app.Restart(Automatic, "--Kalends:GraphQL:RegisteredDocumentsMax=20");
        await Ask(app.Admin, "POST", Me, HashOf(Me));
        var other = await app.As(Kalends.Platform.Calls.Roles.Client);

        for (var i = 0; i < 100; i++)
            await Ask(other, "POST", $"{{ a{i}: __typename }}", HashOf($"{{ a{i}: __typename }}"));

        Assert.NotNull((await Ask(app.Admin, "POST", null, HashOf(Me))).Data()["me"]);
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND",
            (await Ask(other, "POST", null, HashOf("{ a0: __typename }"))).Refusal());
    }

    [Fact]
    public async Task A_mutation_runs_once_when_its_hash_becomes_known()
    {
        await using var _ = await app.Restart(Automatic);
        var name = $"Once {Guid.NewGuid()}";
        var make = $"mutation {{ createProvider(input: {{name: \"{name}\"}}) {{ provider {{ name }} }} }}";

        await Ask(app.Admin, "POST", null, HashOf(make));
        await Ask(app.Admin, "POST", make, HashOf(make));
        var byGet = await Ask(app.Admin, "GET", null, HashOf(make));

        Assert.Equal(405, byGet.Status);
        Assert.Single((await app.Admin.Get($"/v1/providers?name={Uri.EscapeDataString(name)}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_subscription_can_be_named_too()
    {
        await using var _ = await app.Restart(Automatic);
        const string follow = "subscription { eventLog { __typename } }";
        await Ask(app.Admin, "POST", follow, HashOf(follow));

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, "/graphql"));
        request.Content = Wire.Body(Body(null, HashOf(follow)));
        await using var listener = await Listener.Open(request, app.Admin.Token);

        Assert.Equal((200, "text/event-stream"), (listener.Status, listener.MediaType));
    }

    [Theory]
    [InlineData("/graphql?documentId=nothing")]
    [InlineData("/graphql?extensions=%7B%7D")]
    public async Task A_browser_that_is_sent_to_a_document_gets_its_answer_and_no_page(string path)
    {
        var answer = await app.Address.Ask("GET", path, null, ("Accept", "text/html,*/*;q=0.8"));

        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_by_what_name_a_document_was_asked_for_and_never_the_document()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        File.WriteAllText($"{folder}/Typename.graphql", "{ secret: __typename }");
        File.WriteAllText($"{folder}/Misfit.graphql", "{ hidden }");
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={folder}/log.db", $"--Kalends:GraphQL:TrustedDocuments={folder}"))
        {
            await server.Nobody.Post("/graphql", """{"documentId":"unknown"}""");
            (await server.Nobody.Post("/graphql", """{"documentId":"Typename"}""")).Is(200);
            var line = await server.Line(line => line.Contains("\"document\"", StringComparison.Ordinal));
            var warning = await server.Line(line => line.Contains("Misfit", StringComparison.Ordinal));

            Assert.Equal("Typename", (string?)JsonNode.Parse(line)!["document"]);
            Assert.Equal("/graphql", (string?)JsonNode.Parse(line)!["route"]);
            Assert.Equal("warning", (string?)JsonNode.Parse(warning)!["level"]);
            Assert.DoesNotContain(server.Lines, line => line.Contains("secret", StringComparison.Ordinal));
            Assert.DoesNotContain(server.Lines, line => line.Contains("unknown", StringComparison.Ordinal));
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }

    static Task<Answer> Ask(Visitor visitor, string method, string? query, string hash) => method == "GET"
        ? visitor.Get($"/graphql?extensions={Uri.EscapeDataString(Extensions(hash).ToJsonString())}")
        : visitor.Post("/graphql", Body(query, hash));

    static string Body(string? query, string hash) =>
        new JsonObject { ["query"] = query, ["extensions"] = Extensions(hash) }.ToJsonString();

    static JsonObject Extensions(string hash) =>
        new() { ["persistedQuery"] = new JsonObject { ["version"] = 1, ["sha256Hash"] = hash } };

    static string HashOf(string document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
}
