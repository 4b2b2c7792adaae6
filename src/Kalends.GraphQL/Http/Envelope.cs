using System.Buffers;
using System.Text.Json;

namespace Kalends.GraphQL.Http;

/// <summary>
/// Where the parts of a request stand in a JSON body; the document itself is neither copied nor unescaped.
/// </summary>
readonly record struct Envelope(Range Document, bool Escaped, string? OperationName, Range Variables)
{
    // What ends or interrupts a JSON string: quotes, backslashes, and the control characters that must not be there.
    static readonly SearchValues<byte> Stops =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    static ReadOnlySpan<byte> Start => "{\"query\":\""u8;

    /// <summary>Reads a body; unknown keys are ignored, and null counts as absent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Envelope envelope, out string fault)
    {
        if (TryReadPlain(body, out envelope))
        {
            fault = "";
            return true;
        }
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                fault = "The body must be a JSON object.";
                return false;
            }
            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Property(ref reader, ref envelope, ref found) is not { } wrong) continue;
                fault = wrong;
                return false;
            }
            while (reader.Read())
            {
                // What follows the object would throw here.
            }
            fault = found ? "" : "The body has no \"query\".";
            return found;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            fault = "The body is not JSON.";
            return false;
        }
    }

    // Clients that have no variables send nothing but the query, and finding its end is all there is to do. What the
    // string holds is checked where a document is seen for the first time.
    static bool TryReadPlain(ReadOnlySpan<byte> body, out Envelope envelope)
    {
        envelope = default;
        var start = Start.Length;
        if (!body.StartsWith(Start) || !body.EndsWith("\"}"u8) || body.Length < start + 2) return false;
        var inside = body[start..^2];
        var escaped = false;
        for (var rest = inside; rest.IndexOfAny(Stops) is >= 0 and var stop; rest = rest[(stop + 2)..])
        {
            // A quote or a control character: more follows, or it is no JSON; a backslash at the end: no end at all.
            if (rest[stop] != '\\' || stop + 1 >= rest.Length) return false;
            escaped = true;
        }
        envelope = new Envelope(start..(start + inside.Length), escaped, null, default);
        return true;
    }

    /// <summary>The document as it was before it became a JSON string.</summary>
    public byte[] Unescape(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body[(Document.Start.Value - 1)..(Document.End.Value + 1)]);
        reader.Read();
        var bytes = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(bytes);
        return bytes[..length];
    }

    static string? Property(ref Utf8JsonReader reader, ref Envelope envelope, ref bool found)
    {
        var isQuery = reader.ValueTextEquals("query"u8);
        var isName = reader.ValueTextEquals("operationName"u8);
        var isVariables = reader.ValueTextEquals("variables"u8);
        var isObject = isVariables || reader.ValueTextEquals("extensions"u8);
        reader.Read();
        var type = reader.TokenType;
        if (type == JsonTokenType.Null) return null;
        if (isQuery)
        {
            if (type != JsonTokenType.String) return "\"query\" must be a string.";
            var start = (int)reader.TokenStartIndex + 1;
            found = true;
            envelope = envelope with
            {
                Document = start..(start + reader.ValueSpan.Length),
                Escaped = reader.ValueIsEscaped,
            };
        }
        else if (isName)
        {
            if (type != JsonTokenType.String) return "\"operationName\" must be a string.";
            envelope = envelope with { OperationName = reader.GetString() };
        }
        else if (isObject && type != JsonTokenType.StartObject)
        {
            return isVariables ? "\"variables\" must be an object." : "\"extensions\" must be an object.";
        }
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        if (isVariables) envelope = envelope with { Variables = from..(int)reader.BytesConsumed };
        return null;
    }
}
