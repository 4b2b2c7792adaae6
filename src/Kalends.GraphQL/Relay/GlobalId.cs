using System.Globalization;
using System.Text;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Relay;

/// <summary>An id that is unique over the whole schema: the type's name and the object's own key.</summary>
public readonly record struct GlobalId(string Type, string Key)
{
    /// <summary>Writes the id as clients get it: base64 of <c>Type:key</c>.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Type}:{Key}"));

    /// <summary>Writes the id of a text key without making a text of it first.</summary>
    internal static void Write(JsonOut output, byte[] prefix, ReadOnlySpan<char> key)
    {
        Span<byte> plain = stackalloc byte[256];
        if (prefix.Length + key.Length * 3 > plain.Length) plain = new byte[prefix.Length + key.Length * 3];
        prefix.CopyTo(plain);
        var length = prefix.Length + Encoding.UTF8.GetBytes(key, plain[prefix.Length..]);
        output.Base64(plain[..length]);
    }

    /// <summary>Writes the id of a number.</summary>
    internal static void Write(JsonOut output, byte[] prefix, long key)
    {
        Span<char> digits = stackalloc char[20];
        key.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        Write(output, prefix, digits[..count]);
    }

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
