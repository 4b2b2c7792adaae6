using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kalends.Platform;

/// <summary>
/// The JSON format of the whole product: snake_case names, RFC 3339 instants, text unescaped where possible.
/// </summary>
static class Json
{
    public static readonly JsonSerializerOptions Options = Make();

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            NumberHandling = JsonNumberHandling.Strict,
            // Answers are JSON with nosniff and never text inside HTML, so no characters need escaping beyond JSON's
            // own.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new InstantConverter(), new MonthConverter(), new RawJson.Converter(),
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>The number of bytes of a text as a JSON string in UTF-8.</summary>
    public static long LengthOf(ReadOnlySpan<char> text)
    {
        var length = 2L;
        foreach (var c in text)
            length += c switch
            {
                '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 2,
                < ' ' => 6,
                < '\u0080' => 1,
                < '\u0800' => 2,
                // Two of these form a character of four bytes.
                >= '\uD800' and <= '\uDFFF' => 2,
                _ => 3,
            };
        return length;
    }

    sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Instants.TryParse(reader.GetString(), out var at)
                ? at
                : throw new JsonException("An instant is written as RFC 3339 text.");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[Instants.TextBytesMax];
            writer.WriteStringValue(text[..value.Write(text)]);
        }
    }

    sealed class MonthConverter : JsonConverter<YearMonth>
    {
        public override YearMonth Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Months.TryParse(reader.GetString(), out var month)
                ? month
                : throw new JsonException("A month is written as 2026-11.");

        public override void Write(Utf8JsonWriter writer, YearMonth value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Written());
    }
}
