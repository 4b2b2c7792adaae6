using System.Text;
using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Http;

/// <summary>Documents that a request names instead of bringing them, or registers for the next ones.</summary>
public sealed class DocumentSourceTests
{
    const string Echo = "{\n  echo\n}";
    const string Echoed = """{"data":{"echo":"hello"}}""";
    const string NotFound =
        """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""";
    const string NotSupported = """
        {"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}
        """;

    static readonly GraphHttpOptions Automatic = new() { Registered = new RegisteredDocuments(100, 100_000) };

    [Theory]
    [InlineData("POST", null)]
    [InlineData("GET", null)]
    [InlineData("POST", "application/json")]
    [InlineData("POST", "application/graphql-response+json")]
    [InlineData("GET", "application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.1")]
    public async Task A_document_is_registered_by_its_hash_and_then_named_by_it(string method, string? accept)
    {
        var http = Http(new GraphHttpOptions { Registered = new RegisteredDocuments(100, 100_000) });
        var hash = HashOf(Echo);

        Assert.Equal((200, NotFound), await Ask(http, method, null, hash, accept));
        Assert.Equal((200, Echoed), await Ask(http, method, Echo, hash, accept));
        for (var sight = 0; sight < 3; sight++)
            Assert.Equal((200, Echoed), await Ask(http, method, null, hash, accept));
    }

    [Fact]
    public async Task Without_a_store_a_hash_is_not_supported_and_one_beside_a_text_is_ignored()
    {
        var http = Http(new GraphHttpOptions());

        Assert.Equal((200, NotSupported), await Ask(http, "POST", null, HashOf(Echo)));
        Assert.Equal((200, NotSupported), await Ask(http, "GET", null, HashOf(Echo)));
        Assert.Equal((200, Echoed), await Ask(http, "POST", Echo, "something else"));
    }

    [Theory]
    [InlineData("""{"version":1,"sha256Hash":"0000"}""", Echo, "PERSISTED_QUERY_HASH_MISMATCH")]
    [InlineData("""{"version":1,"sha256Hash":""}""", Echo, "PERSISTED_QUERY_HASH_MISMATCH")]
    [InlineData("""{"version":2,"sha256Hash":"{hash}"}""", Echo, "bad_request")]
    [InlineData("""{"version":2,"sha256Hash":"{hash}"}""", null, "bad_request")]
    [InlineData("""{"version":"1","sha256Hash":"{hash}"}""", null, "bad_request")]
    [InlineData("""{"sha256Hash":"{hash}"}""", null, "bad_request")]
    [InlineData("""{"version":1}""", null, "bad_request")]
    [InlineData("""{"version":1,"sha256Hash":7}""", null, "bad_request")]
    [InlineData("""{"version":1,"sha256Hash":null}""", Echo, "bad_request")]
    [InlineData("""{"version":1,"sha256Hash":"\ud800"}""", null, "bad_input")]
    [InlineData("[]", null, "bad_request")]
    [InlineData("true", null, "bad_request")]
    public async Task A_hash_that_cannot_be_is_a_bad_request(string persisted, string? document, string code)
    {
        var http = Http(Automatic);
        var query = document is null ? "" : $"\"query\":{JsonSerializer.Serialize(document)},";
        persisted = persisted.Replace("{hash}", HashOf(Echo), StringComparison.Ordinal);

        var (status, text) = await Post(http, $"{{{query}\"extensions\":{{\"persistedQuery\":{persisted}}}}}");

        Assert.Equal(400, status);
        Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hash_is_of_the_text_and_not_of_its_escapes()
    {
        const string document = "{ echo(text: \"é\\u00e9\") }";
        var http = Http(new GraphHttpOptions { Registered = new RegisteredDocuments(100, 100_000) });

        await Post(http, """{"query":"{ echo(text: \"\u00e9\\u00e9\") }","extensions":"""
            + Persisted(HashOf(document)) + "}");

        Assert.Equal((200, """{"data":{"echo":"éé"}}"""), await Ask(http, "POST", null, HashOf(document)));
    }

    [Theory]
    [InlineData("{ nothing }", "somebody")]
    [InlineData("{ echo", "somebody")]
    [InlineData(Echo, null)]
    public async Task What_cannot_run_and_what_a_stranger_sends_is_answered_but_not_kept(
        string document, string? registrant)
    {
        var store = new RegisteredDocuments(100, 100_000);
        var http = Http(new GraphHttpOptions { Registered = store });

        var (_, direct) = await Ask(http, "POST", document, null, registrant: registrant);
        var (_, registered) = await Ask(http, "POST", document, HashOf(document), registrant: registrant);

        Assert.Equal(direct, registered);
        Assert.Equal((200, NotFound), await Ask(http, "POST", null, HashOf(document), registrant: "somebody"));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task Whoever_asks_may_use_what_somebody_registered()
    {
        var http = Http(new GraphHttpOptions { Registered = new RegisteredDocuments(100, 100_000) });

        await Ask(http, "POST", Echo, HashOf(Echo));

        Assert.Equal((200, Echoed), await Ask(http, "POST", null, HashOf(Echo), registrant: null));
    }

    [Fact]
    public async Task A_named_document_is_limited_like_any_other()
    {
        const string costly = "query ($a: Boolean!) { visits { therapist { visits { id @include(if: $a) } } } }";
        var limits = new GraphLimits { DepthMax = 3 };
        var engine = new GraphEngine(new Clinic().Schema(), new GraphOptions { Limits = limits });
        var http = new GraphHttp(engine, new GraphHttpOptions
        {
            Registered = new RegisteredDocuments(100, 100_000),
            Trusted = Trust(("costly", costly)),
        });

        var (_, brought) = await Post(http, $$"""{"query":"{{costly}}","variables":{"a":true} }""");
        var (_, byId) = await Post(http, """{"documentId":"costly","variables":{"a":true}}""");
        var (_, byHash) = await Post(
            http, $$"""{"variables":{"a":true},"extensions":{{Persisted(HashOf(costly))}} }""");

        Assert.Contains("limit_depth", brought, StringComparison.Ordinal);
        Assert.Equal([brought, brought], [byId, byHash]);
        Assert.Contains(
            "bad_variables", (await Post(http, """{"documentId":"costly"}""")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_document_is_kept_parsed_like_any_other()
    {
        var engine = new GraphEngine(new Clinic().Schema());
        var http = new GraphHttp(engine, new GraphHttpOptions { Trusted = Trust(("echo", Echo)) });

        for (var sight = 0; sight < 3; sight++)
            await Post(http, """{"documentId":"echo"}""");

        Assert.Equal(1, engine.CachedDocuments);
    }

    [Theory]
    [InlineData("POST", "echo", 200)]
    [InlineData("GET", "echo", 200)]
    [InlineData("POST", "{hash}", 200)]
    [InlineData("POST", "sha256:{hash}", 200)]
    [InlineData("POST", "sha256:", 400)]
    [InlineData("POST", "Echo", 400)]
    [InlineData("GET", "nothing", 400)]
    [InlineData("POST", "next", 200)]
    [InlineData("GET", "next", 405)]
    public async Task A_trusted_document_is_named_by_its_id_or_its_hash(string method, string id, int status)
    {
        var http = Http(new GraphHttpOptions { Trusted = Trust(("echo", Echo), ("next", "mutation { next }")) });
        id = id.Replace("{hash}", HashOf(Echo), StringComparison.Ordinal);

        var (answered, text) = method == "GET"
            ? await Get(http, ("documentId", id)) : await Post(http, $$"""{"documentId":"{{id}}"}""");

        Assert.Equal(status, answered);
        if (status == 400) Assert.Contains("\"document_not_found\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_a_manifest_may_stand_where_a_hash_does()
    {
        var http = Http(new GraphHttpOptions { Trusted = Trust(("first", Echo)) });

        Assert.Equal((200, Echoed), await Ask(http, "POST", null, "first"));
        Assert.Equal((200, NotSupported), await Ask(http, "POST", null, "second"));
        // A client may send the text then, beside an id that is no hash of it.
        Assert.Equal((200, Echoed), await Ask(http, "POST", Echo, "second"));
    }

    [Fact]
    public async Task An_id_that_nobody_knows_is_a_refusal_in_the_type_that_is_wanted()
    {
        var http = Http(new GraphHttpOptions());

        Assert.Equal(200, (await Post(http, """{"documentId":"a"}""", "application/json")).Status);
        Assert.Equal(400, (await Post(http, """{"documentId":"a"}""", "application/graphql-response+json")).Status);
    }

    [Theory]
    [InlineData("""{"documentId":"echo","query":"{ echo }"}""")]
    [InlineData("""{"documentId":"echo","extensions":{"persistedQuery":{"version":1,"sha256Hash":"echo"}}}""")]
    public async Task A_request_names_one_document(string body) =>
        Assert.Equal(400, (await Post(Http(new GraphHttpOptions { Trusted = Trust(("echo", Echo)) }), body)).Status);

    [Fact]
    public async Task Where_only_trusted_documents_run_nothing_else_does()
    {
        var store = new RegisteredDocuments(100, 100_000);
        var http = Http(new GraphHttpOptions
        {
            Trusted = Trust(("echo", Echo)),
            TrustedOnly = true,
            Registered = store,
        });

        Assert.Equal(200, (await Post(http, """{"documentId":"echo"}""")).Status);
        Assert.Equal((200, Echoed), await Ask(http, "POST", null, HashOf(Echo)));
        Assert.Equal((200, Echoed), await Ask(http, "POST", Echo, HashOf(Echo)));
        Assert.Equal((200, Echoed), await Ask(http, "POST", Echo, null));
        Assert.Equal((200, Echoed), await Ask(http, "GET", Echo, null));
        foreach (var other in (string[])["{ echo }", "{\n  echo\n} ", "{ __typename }", "{ echo"])
        {
            foreach (var hash in (string?[])[null, HashOf(other)])
            {
                var (status, text) = await Ask(http, "POST", other, hash);
                Assert.Equal(400, status);
                Assert.Contains("\"document_not_trusted\"", text, StringComparison.Ordinal);
            }
            Assert.Equal((200, NotFound), await Ask(http, "POST", null, HashOf(other)));
        }
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void Trusted_documents_that_cannot_run_are_told()
    {
        var http = Http(new GraphHttpOptions { Trusted = Trust(("a", Echo), ("b", "{ nothing }"), ("c", "{")) });

        Assert.Equal(
            ["b validation_failed", "c syntax_error"],
            http.Misfits().Select(misfit => $"{misfit.Id} {misfit.Error.Code}"));
        Assert.Empty(Http(new GraphHttpOptions()).Misfits());
    }

    [Fact]
    public async Task The_answer_tells_by_what_name_its_document_was_asked_for()
    {
        var http = Http(new GraphHttpOptions { Trusted = Trust(("echo", Echo)), Registered = Automatic.Registered });
        async Task<string?> NameOf(string body)
        {
            using var answer = await http.Answer(Posted(body), TestContext.Current.CancellationToken);
            return answer.DocumentName;
        }

        Assert.Equal("echo", await NameOf("""{"documentId":"echo"}"""));
        Assert.Equal(HashOf(Echo), await NameOf($$"""{"documentId":"sha256:{{HashOf(Echo)}}"}"""));
        Assert.Null(await NameOf("""{"documentId":"nobody's"}"""));
        Assert.Null(await NameOf("""{"query":"{ echo }"}"""));
    }

    static GraphHttp Http(GraphHttpOptions options) => new(new GraphEngine(new Clinic().Schema()), options);

    static TrustedDocuments Trust(params (string Id, string Text)[] documents) =>
        new(documents.ToDictionary(document => document.Id, document => Encoding.UTF8.GetBytes(document.Text)));

    static string HashOf(string document) => DocumentHash.Of(Encoding.UTF8.GetBytes(document));

    static string Persisted(string hash) =>
        $"{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":{JsonSerializer.Serialize(hash)}}}}}";

    static Task<(int Status, string Text)> Ask(
        GraphHttp http, string method, string? document, string? hash, string? accept = null,
        string? registrant = "somebody")
    {
        var extensions = hash is null ? "null" : Persisted(hash);
        return method == "GET"
            ? Get(http, accept, registrant, ("query", document ?? ""), ("extensions", extensions))
            : Post(http, $"{{\"query\":{JsonSerializer.Serialize(document)},\"extensions\":{extensions}}}", accept,
                registrant);
    }

    static Task<(int, string)> Get(GraphHttp http, params (string Name, string Value)[] parameters) =>
        Get(http, null, "somebody", parameters);

    static Task<(int, string)> Get(
        GraphHttp http, string? accept, string? registrant, params (string Name, string Value)[] parameters) =>
        Answer(http, new GraphHttpRequest("GET")
        {
            Accept = accept,
            Registrant = registrant,
            Query = name => [.. parameters.Where(p => p.Name == name).Select(p => p.Value)],
        });

    static Task<(int Status, string Text)> Post(
        GraphHttp http, string body, string? accept = null, string? registrant = "somebody") =>
        Answer(http, Posted(body) with { Accept = accept, Registrant = registrant });

    static GraphHttpRequest Posted(string body) => new("POST")
    {
        ContentType = "application/json",
        Body = Encoding.UTF8.GetBytes(body),
    };

    static async Task<(int Status, string Text)> Answer(GraphHttp http, GraphHttpRequest request)
    {
        using var answer = await http.Answer(request, TestContext.Current.CancellationToken);
        return (answer.Status, Encoding.UTF8.GetString(answer.Body.Span));
    }
}
