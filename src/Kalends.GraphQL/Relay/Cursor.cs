using System.Buffers.Text;
using System.Text.Json;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Relay;

/// <summary>
/// A place in an ordered list: the sort keys of the row that stands there, and the order they belong to.
/// </summary>
/// <remarks>Keys are whole numbers, texts or null. Clients see an opaque text, which starts with its version.</remarks>
public sealed record Cursor(string Order, params IReadOnlyList<object?> Keys)
{
    const int Version = 1;

    /// <summary>The key at a position, as a whole number.</summary>
    public long Number(int index) => Key(index) is long number ? number : throw Bad();

    /// <summary>The key at a position, as a text.</summary>
    public string Text(int index) => Key(index) as string ?? throw Bad();

    // A cursor may have been made up, with fewer keys than the list has.
    object? Key(int index) => index < Keys.Count ? Keys[index] : null;

    /// <summary>Writes the cursor as clients get it.</summary>
    public string Write()
    {
        using var json = new JsonOut();
        json.Byte((byte)'[');
        json.Number(Version);
        json.Byte((byte)',');
        json.String(Order);
        foreach (var key in Keys)
        {
            json.Byte((byte)',');
            if (key is null) json.Null();
            else if (key is string text) json.String(text);
            else json.Number(Convert.ToInt64(key, System.Globalization.CultureInfo.InvariantCulture));
        }
        json.Byte((byte)']');
        return Base64Url.EncodeToString(json.Written.Span);
    }

    /// <summary>Reads what a client sends; throws a <see cref="GraphException"/> if it is not one of ours.</summary>
    public static Cursor Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text),
                new JsonDocumentOptions { MaxDepth = 2 });
            var parts = json.RootElement.EnumerateArray().ToList();
            if (parts.Count < 2 || parts[0].GetInt32() != Version) throw Bad();
            return new Cursor(parts[1].GetString() ?? throw Bad(), [.. parts.Skip(2).Select(Key)]);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            throw Bad();
        }
    }

    static object? Key(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString(),
        _ => json.GetInt64(),
    };

    /// <summary>Refuses a cursor, for lists that find out more about their own.</summary>
    public static GraphException Bad() => new("bad_cursor", "The cursor does not belong to this list.");
}
