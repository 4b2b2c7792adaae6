using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Kit;

/// <summary>Runs documents and gives the answers as text.</summary>
static class Run
{
    public static async Task<string> Text(Schema schema, string document, string? variables = null,
        GraphOptions? options = null)
    {
        var json = variables is null ? null : (JsonElement?)JsonDocument.Parse(variables).RootElement;
        var engine = new GraphEngine(schema, options);
        using var result = await engine.Execute(new GraphRequest(document) { Variables = json });
        return result.ToString();
    }

    public static Task<string> Text(string document, string? variables = null, GraphOptions? options = null) =>
        Text(new Clinic().Schema(), document, variables, options);

    public static async Task<JsonElement> Json(string document, string? variables = null,
        GraphOptions? options = null) =>
        JsonDocument.Parse(await Text(document, variables, options)).RootElement;

    /// <summary>The code of the first error.</summary>
    public static async Task<string?> Code(string document, string? variables = null, GraphOptions? options = null)
    {
        var answer = await Json(document, variables, options);
        return answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }
}
