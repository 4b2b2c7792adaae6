using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kalends.GraphQL.Http;

/// <summary>The parameters of a request, read from a JSON body or a query string.</summary>
/// <remarks>Unknown parameters are ignored, and null counts as absent.</remarks>
readonly record struct Parameters
{
    // The bytes that end or interrupt a JSON string: quotes, backslashes, and the control characters it must not hold.
    static readonly SearchValues<byte> Stops =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    // With two values under one name, each reader could pick a different one.
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // A bare null beside bytes would become an empty document.
    static ReadOnlyMemory<byte>? None => null;

    static ReadOnlySpan<byte> Start => "{\"query\":\""u8;

    /// <summary>The document's text; if it is escaped, exactly as it appears inside a JSON string.</summary>
    public ReadOnlyMemory<byte>? Document { get; private init; }

    /// <summary>Whether the document's text still has the escapes of a JSON string.</summary>
    public bool Escaped { get; private init; }

    /// <summary>The id of a document that the server knows.</summary>
    public string? DocumentId { get; private init; }

    /// <summary>The name of the operation to run.</summary>
    public string? OperationName { get; private init; }

    /// <summary>The variables, an object.</summary>
    public JsonElement? Variables { get; private init; }

    /// <summary>The entry <c>persistedQuery</c> of the extensions.</summary>
    public JsonElement? PersistedQuery { get; private init; }

    /// <summary>Reads a body; returns null and names the fault if it is malformed.</summary>
    public static Parameters? Read(ReadOnlyMemory<byte> body, out string fault)
    {
        fault = "";
        if (ReadPlain(body) is { } plain) return plain;
        try
        {
            // The parser only looks at the bytes of a string when it is read.
            if (!Utf8.IsValid(body.Span)) throw new InvalidOperationException();
            var json = JsonElement.Parse(body.Span, Strict);
            if (json.ValueKind == JsonValueKind.Object) return Read(json, out fault);
            fault = "The body must be a JSON object.";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            fault = NotJson("The body", error);
        }
        return null;
    }

    /// <summary>
    /// Reads a query string, in which empty counts as absent; returns null and names the fault if it is malformed.
    /// </summary>
    public static Parameters? Read(Func<string, IReadOnlyList<string?>> query, out string fault)
    {
        string? wrong = null;
        var read = new Parameters
        {
            Document = Given("query") is { } text ? Encoding.UTF8.GetBytes(text) : None,
            DocumentId = Given("documentId"),
            OperationName = Given("operationName"),
            Variables = Object("variables"),
            PersistedQuery = PersistedQueryOf(Object("extensions")),
        };
        fault = wrong ?? "";
        return wrong is null ? read : null;

        string? Given(string name)
        {
            var values = query(name);
            if (values.Count > 1) wrong ??= $"The parameter \"{name}\" may be given once.";
            return values.Count == 1 && values[0] is { Length: > 0 } value ? value : null;
        }

        JsonElement? Object(string name)
        {
            if (Given(name) is not { } text) return null;
            try
            {
                var json = JsonElement.Parse(text, Strict);
                if (json.ValueKind == JsonValueKind.Object) return json;
                if (json.ValueKind != JsonValueKind.Null) wrong ??= $"\"{name}\" must be a JSON object.";
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                wrong ??= NotJson($"\"{name}\"", error);
            }
            return null;
        }
    }

    /// <summary>The document as it is outside a JSON string; throws if it is not valid text.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> inside)
    {
        try
        {
            var reader = new Utf8JsonReader((byte[])[(byte)'"', .. inside, (byte)'"']);
            reader.Read();
            var bytes = new byte[inside.Length];
            return bytes[..reader.CopyString(bytes)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new GraphException(ErrorCodes.Request, "The \"query\" is not a valid text.");
        }
    }

    // Clients without variables send nothing but the query, so only its end has to be found. The content of the string
    // is checked when a document is seen for the first time.
    static Parameters? ReadPlain(ReadOnlyMemory<byte> body)
    {
        var span = body.Span;
        if (!span.StartsWith(Start) || !span.EndsWith("\"}"u8) || span.Length < Start.Length + 2) return null;
        var escaped = false;
        for (var rest = span[Start.Length..^2]; rest.IndexOfAny(Stops) is >= 0 and var stop; rest = rest[(stop + 2)..])
        {
            // At a quote or a control character, more follows or it is not JSON; after a backslash at the end, the
            // string never ends.
            if (rest[stop] != '\\' || stop + 1 >= rest.Length) return null;
            escaped = true;
        }
        return new Parameters { Document = body[Start.Length..^2], Escaped = escaped };
    }

    static Parameters? Read(JsonElement json, out string fault)
    {
        string? wrong = null;
        var query = Find("query", JsonValueKind.String);
        // The quotes around the text are cut off.
        var inside = query is { } text ? JsonMarshal.GetRawUtf8Value(text)[1..^1] : default;
        var read = new Parameters
        {
            Document = query is null ? None : inside.ToArray(),
            Escaped = inside.Contains((byte)'\\'),
            DocumentId = Find("documentId", JsonValueKind.String)?.GetString(),
            OperationName = Find("operationName", JsonValueKind.String)?.GetString(),
            Variables = Find("variables", JsonValueKind.Object),
            PersistedQuery = PersistedQueryOf(Find("extensions", JsonValueKind.Object)),
        };
        fault = wrong ?? "";
        return wrong is null ? read : null;

        JsonElement? Find(string name, JsonValueKind kind)
        {
            if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (value.ValueKind == kind) return value;
            wrong ??= $"\"{name}\" must be {(kind == JsonValueKind.String ? "a string" : "an object")}.";
            return null;
        }
    }

    static JsonElement? PersistedQueryOf(JsonElement? extensions) =>
        extensions is { } given && given.TryGetProperty("persistedQuery", out var query)
            && query.ValueKind != JsonValueKind.Null ? query : null;

    // A syntax error has a position; a duplicate name has none.
    static string NotJson(string what, Exception error) => error switch
    {
        JsonException { LineNumber: null } => $"{what} is not valid JSON: a name stands twice in one object.",
        InvalidOperationException => $"{what} is not valid JSON: a text in it is not valid Unicode.",
        _ => $"{what} is not JSON.",
    };
}
