using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kalends.Platform;

/// <summary>Any JSON value, stored as it was written except for the blanks between its parts.</summary>
readonly record struct RawJson(string Text)
{
    const int DepthMax = 32;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax };

    /// <summary>Parses a text as JSON; false if it is not JSON, or contains invalid text.</summary>
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
    /// False if a text inside is half a surrogate pair, which JSON can spell but no database can store.
    /// </summary>
    public static bool TryFrom(JsonElement json, out RawJson raw)
    {
        raw = default;
        try
        {
            using var texts = new Utf8JsonWriter(Stream.Null);
            json.WriteTo(texts);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        raw = new RawJson(WithoutBlanks(json.GetRawText()));
        return true;
    }

    static string WithoutBlanks(string json)
    {
        var kept = new StringBuilder(json.Length);
        var isText = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (!isText && json[i] is ' ' or '\t' or '\r' or '\n')
                continue;
            kept.Append(json[i]);
            if (isText && json[i] == '\\')
                kept.Append(json[++i]);
            else if (json[i] == '"')
                isText = !isText;
        }
        return kept.ToString();
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
