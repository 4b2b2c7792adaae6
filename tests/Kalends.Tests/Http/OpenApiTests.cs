using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

public sealed class OpenApiTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task It_is_OpenAPI_3_1_and_names_no_server()
    {
        var document = (await app.Nobody.Get("/openapi/v1.json")).Is(200);

        Assert.Matches(@"^3\.1\.\d+$", (string?)document["openapi"]);
        Assert.Equal("Kalends", (string?)document["info"]!["title"]);
        Assert.Empty(document["servers"]?.AsArray() ?? []);
        Assert.StartsWith("application/json", document.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_a_sentence()
    {
        var operations = Operations(await Document()).ToList();

        Assert.Empty(operations.Where(o => !IsSentence(o.Operation["summary"])).Select(o => o.Name));
        Assert.Empty(operations.Where(o => o.Operation["tags"] is not JsonArray { Count: 1 }).Select(o => o.Name));
        Assert.Empty(operations.GroupBy(o => (string?)o.Operation["operationId"]).Where(same => same.Count() > 1));
    }

    [Fact]
    public async Task Every_parameter_and_every_member_of_an_input_has_a_sentence()
    {
        var document = await Document();
        var parameters = Operations(document)
            .SelectMany(o => o.Operation["parameters"]?.AsArray()
                .Select(p => (Name: $"{o.Name} {p!["name"]}", p)) ?? []);
        var members = Operations(document)
            .Select(o => o.Operation["requestBody"]).OfType<JsonNode>()
            .SelectMany(body => body["content"]!.AsObject())
            .SelectMany(type => Members(document, type.Value!["schema"]!, []));

        Assert.Empty(parameters.Where(p => !IsSentence(p.p!["description"])).Select(p => p.Name));
        Assert.Empty(members.Where(m => !IsSentence(m.Member["description"])).Select(m => m.Name).Distinct());
    }

    [Fact]
    public async Task Every_answer_and_every_problem_has_a_shape()
    {
        var operations = Operations(await Document()).ToList();

        Assert.Empty(operations.Where(o => !IsProblem(o.Operation["responses"]!["default"])).Select(o => o.Name));
        Assert.Empty(operations
            .Where(o => o.Operation["responses"]!.AsObject().Count(response => response.Key[0] == '2') != 1)
            .Select(o => o.Name));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Document();
        var schemas = document["components"]!["schemas"]!.AsObject();

        var lost = References(document).Where(reference =>
            reference.StartsWith("#/components/schemas/", StringComparison.Ordinal)
            && !schemas.ContainsKey(reference.Split('/')[^1]));

        Assert.Empty(lost);
    }

    [Fact]
    public async Task A_canonical_body_is_closed_and_an_original_one_is_open()
    {
        var schemas = (await Document())["components"]!["schemas"]!;

        Assert.False((bool)schemas["CreateClientInput"]!["additionalProperties"]!);
        Assert.Null(schemas["OriginalPeopleCreateClientInput"]!["additionalProperties"]);
        Assert.Equal("""["first_name"]""", schemas["CreateClientInput"]!["required"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_written_is_not_described()
    {
        var opening = (await Document())["components"]!["schemas"]!["Opening"]!["properties"]!.AsObject();

        Assert.True(opening.ContainsKey("slot_seconds"));
        Assert.False(opening.ContainsKey("slot_length"));
    }

    [Fact]
    public async Task Only_what_is_open_to_all_wants_no_token()
    {
        var open = Operations(await Document()).Where(o => o.Operation["security"] is null).Select(o => o.Name);

        Assert.Equal(
            [
                "get /livez", "get /ping", "get /readyz", "get /v1_0/health", "post /v1/auth/refresh",
                "post /v1/auth/revoke", "post /v1/auth/token",
            ],
            open.Order(StringComparer.Ordinal));
    }

    async Task<JsonNode> Document() => (await app.Nobody.Get("/openapi/v1.json")).Is(200).Body;

    static IEnumerable<(string Name, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(operation => ($"{operation.Key} {path.Key}", operation.Value!)));

    // Each schema once: a filter may hold filters.
    static IEnumerable<(string Name, JsonNode Member)> Members(
        JsonNode document, JsonNode schema, HashSet<string> seen)
    {
        if ((string?)schema["$ref"] is { } reference)
            return seen.Add(reference)
                ? Members(document, document["components"]!["schemas"]![reference.Split('/')[^1]]!, seen)
                : [];
        if (schema["items"] is { } items)
            return Members(document, items, seen);
        return schema["properties"]?.AsObject().SelectMany(property =>
            Members(document, property.Value!, seen).Prepend((property.Key, property.Value!))) ?? [];
    }

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference }
            ? [(string)reference!]
            : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    static bool IsProblem(JsonNode? response) => "#/components/schemas/Problem" ==
        (string?)response?["content"]?["application/problem+json"]?["schema"]?["$ref"];

    static bool IsSentence(JsonNode? text) => text is not null && ((string)text!).EndsWith('.');
}
