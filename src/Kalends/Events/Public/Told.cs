using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kalends.Events.Public;

/// <summary>
/// The facts that an event reports about a thing with many members: short values, and the names of changed members.
/// </summary>
/// <remarks>
/// Lists are read where they are stored. An event that repeated them would grow with the thing, and the log with every
/// change of it.
/// </remarks>
static class Told
{
    /// <summary>All short members.</summary>
    public static JsonObject Of<T>(T thing) => new(Node(thing).Where(IsShort).Select(Copied));

    /// <summary>The id, the names of the changed members, and their values if they are short.</summary>
    public static JsonObject Change<T>(T before, T after)
    {
        var (known, changed) = (Node(before), Node(after));
        var differing = changed.Where(one => !JsonNode.DeepEquals(one.Value, known[one.Key])).ToList();
        var told = new JsonObject([.. changed.Where(one => one.Key == "id").Select(Copied)])
        {
            ["changed"] = new JsonArray([.. differing
                .Where(one => one.Key is not ("updated_at" or "version")).Select(one => (JsonNode)one.Key)]),
        };
        foreach (var (name, value) in differing.Where(IsShort))
            told[name] = value?.DeepClone();
        return told;
    }

    static JsonObject Node<T>(T thing) => JsonSerializer.SerializeToNode(thing, Json.Options)!.AsObject();

    static bool IsShort(KeyValuePair<string, JsonNode?> member) => member.Value is null or JsonValue;

    static KeyValuePair<string, JsonNode?> Copied(KeyValuePair<string, JsonNode?> member) =>
        new(member.Key, member.Value?.DeepClone());
}
