using System.Text.Json.Nodes;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Compares what the engine says about a schema with what the oracle says.</summary>
static class Schemas
{
    static readonly HashSet<string> s_ownWords =
    [
        "Int", "Float", "String", "Boolean", "ID", "include", "skip", "deprecated", "specifiedBy", "oneOf",
    ];

    public static async Task CompareIntrospection(GraphEngine engine, World world, Differences differences)
    {
        using var result = await engine.Execute(new GraphRequest(world.IntrospectionQuery));
        var ours = JsonNode.Parse(result.Json.Span)!;
        differences.Check("introspection errors", null, ours["errors"]?.ToJsonString());
        var expected = JsonNode.Parse(world.Introspection)!["__schema"]!;
        var actual = ours["data"]!["__schema"]!;
        differences.Check("introspection", Comparable(expected), Comparable(actual));
    }

    public static void CompareFaults(SchemaMutant mutant, Differences differences)
    {
        if (mutant.Faults is not { } expected)
            return;
        string[] actual;
        try
        {
            SdlSchema.Build(mutant.Sdl);
            actual = [];
        }
        catch (SchemaException error)
        {
            actual = [.. error.Faults];
        }
        catch (InvalidCastException)
        {
            // The builder's C# types rule it out, as they do for an object type that is used as an interface.
            actual = ["Wrong kind of type."];
        }
        catch (Exception error)
        {
            differences.Check("exception", string.Join('\n', expected), error.ToString());
            return;
        }
        if (expected.Length == 0 || actual.Length == 0)
            differences.Check("schema faults", string.Join('\n', expected), string.Join('\n', actual));
    }

    /// <summary>
    /// The introspection without its own types, of which the reference implementation has a later edition, and without
    /// the descriptions of what the specification defines, which every implementation words for itself.
    /// </summary>
    static string Comparable(JsonNode schema)
    {
        var types = schema["types"]!.AsArray();
        foreach (var type in types.Where(type => Name(type).StartsWith("__", StringComparison.Ordinal)).ToList())
            types.Remove(type);
        foreach (var part in types.Concat(schema["directives"]!.AsArray()))
        {
            if (!s_ownWords.Contains(Name(part)))
                continue;
            part!["description"] = null;
            foreach (var argument in part["args"]?.AsArray() ?? [])
                argument!["description"] = null;
        }
        return schema.ToJsonString();
    }

    static string Name(JsonNode? part) => part!["name"]!.GetValue<string>();
}
