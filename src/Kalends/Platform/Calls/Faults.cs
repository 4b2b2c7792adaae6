using System.Text.Json.Serialization;

namespace Kalends.Platform.Calls;

/// <summary>
/// One thing wrong with an input: where (a JSON pointer, RFC 6901, or a parameter's name), which rule, in words.
/// </summary>
sealed record Fault(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code,
    string Message);

/// <summary>Gathers every fault of an input, so that a caller hears of all of them at once.</summary>
sealed class Faults
{
    readonly List<Fault> _found = [];

    public int Count => _found.Count;

    public void Add(string pointer, string code, string message) => _found.Add(new Fault(pointer, null, code, message));

    public void AddParameter(string name, string code, string message) =>
        _found.Add(new Fault(null, name, code, message));

    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw Refused.Invalid(_found);
    }
}
