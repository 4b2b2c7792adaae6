using System.Text;

namespace Kalends.GraphQL.Relay;

/// <summary>An id that is unique over the whole schema: the type's name and the object's own key.</summary>
public readonly record struct GlobalId(string Type, string Key)
{
    /// <summary>Writes the id as clients get it: base64 of <c>Type:key</c>.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Type}:{Key}"));

    /// <summary>Reads what a client sends; false if it is no id.</summary>
    public static bool TryRead(string text, out GlobalId id)
    {
        id = default;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        var plain = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        id = new GlobalId(plain[..colon], plain[(colon + 1)..]);
        return true;
    }
}
