using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kalends.Platform.Paging;

/// <summary>A place in a list: the name of the order, and the keys of the row at that place.</summary>
/// <remarks>Keys are whole numbers and texts. Callers see an opaque text, so its form may change.</remarks>
sealed record Cursor(string Order, IReadOnlyList<object> Keys)
{
    const int Version = 1;

    public string Write() => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes<object[]>([Version, Order, .. Keys], Plainly));

    /// <summary>Reads the text that a caller sends; null if it is not a cursor.</summary>
    public static Cursor? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(text)) is
                [var version, var order, .. var keys] && version.GetInt32() == Version && order.GetString() is { } name
                    ? new Cursor(name, Array.ConvertAll(keys, Key))
                    : null;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static object Key(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetInt64();

    // The text is never part of a web page, so letters of all scripts need no escapes.
    static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
