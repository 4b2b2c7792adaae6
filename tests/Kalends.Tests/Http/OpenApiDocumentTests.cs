using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>What every served OpenAPI document has.</summary>
public abstract partial class OpenApiDocumentTests(TestApp app, string name)
{
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
        var document = await Document();
        var operations = Operations(document).ToList();
        var problems = operations.SelectMany(o => o.Operation["responses"]!.AsObject()
            .Where(response => response.Key[0] is '4' or '5')
            .Select(response => (o.Name, response.Key, Response: Resolved(document, response.Value!)))).ToList();

        Assert.Empty(problems.Where(p => !IsProblem(p.Response)).Select(p => (p.Name, p.Key)));
        Assert.Equal(operations.Count, problems.Count(p => p.Key == "500"));
        Assert.Empty(operations
            .Where(o => o.Operation["responses"]!.AsObject().Count(response => response.Key[0] == '2') != 1)
            .Select(o => o.Name));
    }

    [Fact]
    public async Task Every_example_of_a_body_is_read_without_a_fault()
    {
        var faulty = new List<string>();
        foreach (var (operation, body) in Operations(await Document())
            .Where(o => o.Operation["requestBody"] is not null)
            .Select(o => (o.Name, o.Operation["requestBody"]!["content"]!.AsObject().First())))
        {
            var (method, path) = (HttpMethod.Parse(operation.Split(' ')[0]), operation.Split(' ')[1]);
            using var content = new StringContent(body.Value!["example"]!.ToJsonString(), null, body.Key);

            var answer = await app.Admin.Send(method, PathParameter().Replace(path, "1"), content);
            // An example cannot know the caller's password, or which event types there are.
            if (answer.Status == 400 || (answer.Text.Contains("\"pointer\"", StringComparison.Ordinal)
                    && !answer.Text.Contains("wrong_password", StringComparison.Ordinal)
                    && !answer.Text.Contains("unknown_event_type", StringComparison.Ordinal)))
                faulty.Add($"{operation} {body.Value["example"]!.ToJsonString()}: {answer.Text}");
        }

        Assert.Empty(faulty);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Document();

        var lost = References(document).Where(reference =>
            reference.StartsWith("#/components/", StringComparison.Ordinal)
            && document["components"]![reference.Split('/')[^2]]?[reference.Split('/')[^1]] is null);

        Assert.Empty(lost);
    }

    protected async Task<JsonNode> Document() => (await app.Nobody.Get($"/openapi/{name}.json")).Is(200).Body;

    static JsonNode? Resolved(JsonNode document, JsonNode response) => response["$ref"] is { } reference
        ? document["components"]!["responses"]![((string)reference!).Split('/')[^1]]
        : response;

    protected static IEnumerable<(string Name, JsonNode Operation)> Operations(JsonNode document) =>
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

    protected static bool IsSentence(JsonNode? text) => text is not null && ((string)text!).EndsWith('.');

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex PathParameter();
}
