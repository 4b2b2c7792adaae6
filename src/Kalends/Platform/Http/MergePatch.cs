using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>A change sent as <c>application/merge-patch+json</c> (RFC 7396).</summary>
sealed class MergePatch<T>(JsonObject patch) : IPatch<T>
    where T : class
{
    /// <summary>All members that the patch names.</summary>
    public JsonObject Members => patch;

    /// <summary>Whether the patch names this member.</summary>
    public bool Names(string member) => patch.ContainsKey(member);

    /// <summary>Whether the patch removes this member, and does nothing else.</summary>
    public bool OnlyTakesOff(string member) => patch.Count == 1 && patch.ContainsKey(member) && patch[member] is null;

    /// <summary>
    /// Applies the patch to the known value, and reads the result like an input: a fault names the member of the
    /// result.
    /// </summary>
    public T On(T known)
    {
        var shape = InputSchema.Of(typeof(T));
        var target = JsonSerializer.SerializeToNode(known, Json.Options)!.AsObject();
        foreach (var (name, _) in target.Where(member => member.Value is null).ToList())
            target.Remove(name);
        foreach (var (name, value) in patch)
            // Unknown members are kept, so that they are refused whatever their value.
            if (value is null && shape.IndexOf(name) >= 0)
                target.Remove(name);
            else
                target[name] = Merged(target[name], value);
        foreach (var detail in shape.Members.Where(member => IsTakenOff(shape, member.DetailOf)))
            if (!patch.ContainsKey(detail.Name))
                target.Remove(detail.Name);

        var errors = new ValidationErrors();
        using var result = JsonSerializer.SerializeToDocument(target);
        var read = new InputReader(errors, Reading.Strict).ReadRecord(result.RootElement, shape, "");
        errors.ThrowIfAny();
        return (T)read!;
    }

    bool IsTakenOff(InputSchema shape, string? property) =>
        shape.Members.FirstOrDefault(member => member.Property == property) is { } member
        && patch.TryGetPropertyValue(member.Name, out var value) && value is null;

    static JsonNode? Merged(JsonNode? known, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();
        var merged = known is JsonObject ? known.DeepClone().AsObject() : [];
        foreach (var (name, value) in members)
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merged(merged[name], value);
        return merged;
    }
}
