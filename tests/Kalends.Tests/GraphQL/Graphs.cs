using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Platform.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Talking GraphQL to the server.</summary>
static class Graphs
{
    public static Task<Answer> Ask(this Visitor visitor, string query, object? variables = null) =>
        visitor.Post("/graphql", JsonSerializer.Serialize(new { query, variables }));

    public static Graph OfAllModules(IServiceProvider services) => Of(Modules.All, services);

    /// <summary>The fields of the product, without those of the original services.</summary>
    public static Graph OfTheProduct(IServiceProvider services) =>
        Of(Modules.All.Where(module => module.Name != "originals").ToList(), services);

    static Graph Of(IReadOnlyCollection<Module> modules, IServiceProvider services)
    {
        var graph = new Graph(modules.Select(module => module.Name), services);
        foreach (var module in modules)
            if (module.Fields is { } fields)
                graph.Map(module.Name, fields);
        return graph;
    }

    public static JsonNode Data(this Answer answer)
    {
        Assert.True(answer.Is(200)["errors"] is null, answer.Text);
        return answer["data"]!;
    }

    /// <summary>The code of the one error of an answer.</summary>
    public static string? Refusal(this Answer answer) =>
        (string?)Assert.Single(answer["errors"]!.AsArray())!["extensions"]!["code"];
}
