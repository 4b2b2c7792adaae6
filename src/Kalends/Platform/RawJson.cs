using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kalends.Platform;

/// <summary>Any JSON value, kept as the text that says it, without blanks between its parts.</summary>
readonly record struct RawJson(string Text)
{
    const int DepthMax = 32;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax };
    static readonly JsonWriterOptions Compact = new() { Encoder = Json.Options.Encoder };

    /// <summary>Reads what may be JSON: false where it is not, or holds what is no text.</summary>
    public static bool TryParse(string text, out RawJson raw)
    {
        raw = default;
        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            return TryFrom(json.RootElement, out raw);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// False where a text inside is half a surrogate pair, which JSON can spell and nobody can store.
    /// </summary>
    public static bool TryFrom(JsonElement json, out RawJson raw)
    {
        using var buffer = new MemoryStream();
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, Compact))
                json.WriteTo(writer);
            raw = new RawJson(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            return true;
        }
        catch (InvalidOperationException)
        {
            raw = default;
            return false;
        }
    }

    public sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return new RawJson(json.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
