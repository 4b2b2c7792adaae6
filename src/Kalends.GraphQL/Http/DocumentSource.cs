using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Http;

/// <summary>Finds the document of a request, which brings its text, or names it by an id or by its hash.</summary>
/// <remarks>
/// Hashes are those of Apollo's automatic persisted queries, whose messages and codes are part of that protocol. Ids
/// are those of the appendix on persisted documents of GraphQL over HTTP. However a document was found, it is parsed,
/// checked, limited and kept like any other.
/// </remarks>
sealed class DocumentSource(GraphEngine engine, GraphHttpOptions options)
{
    const int Version = 1;

    /// <summary>The document, or why there is none; a text that is no text throws.</summary>
    /// <param name="asked">What the request asks for.</param>
    /// <param name="registrant">Who would register a document; null may not.</param>
    public Found Find(in Parameters asked, string? registrant)
    {
        if (asked.DocumentId is { } id)
            return asked.Document is null && asked.PersistedQuery is null
                ? ById(id) : Bad("Give a \"documentId\" or a \"query\", not both.");
        if (asked.Document is not { } text)
            return asked.PersistedQuery is { } named ? ByHash(named) : Bad("There is no \"query\".");
        return asked.PersistedQuery is { } hash && options is { Registered: { } store, TrustedOnly: false }
            ? Register(Plain(text.Span, asked.Escaped), hash, registrant, store) : ByText(text.Span, asked.Escaped);
    }

    Found ById(string id)
    {
        var hash = id.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal) ? id[DocumentHash.Prefix.Length..] : "";
        return Named(id) ?? Named(hash)
            ?? Refused(ErrorCodes.DocumentNotFound, "No document is known here by this \"documentId\".");
    }

    // After "not found" a client sends the text and goes on with hashes; after "not supported" it sends only texts. So
    // the latter is for where nothing is registered, unless texts would be refused anyway.
    Found ByHash(JsonElement persisted)
    {
        if (HashOf(persisted, out var fault) is not { } hash) return Bad(fault);
        if (Named(hash) is { } found) return found;
        return options is { Registered: null, TrustedOnly: false }
            ? Answered(ErrorCodes.PersistedQueryNotSupported, "PersistedQueryNotSupported")
            : Answered(ErrorCodes.PersistedQueryNotFound, "PersistedQueryNotFound");
    }

    Found? Named(string name) => (options.Trusted?.Find(name) ?? options.Registered?.Find(name)) is { } text
        ? new Found(engine.Find(text), name) : null;

    Found ByText(ReadOnlySpan<byte> text, bool escaped)
    {
        if (options.TrustedOnly) return Trusted(Plain(text, escaped));
        if (!escaped) return new Found(engine.Find(text));
        return new Found(engine.FindEscaped(text) ?? engine.AdmitEscaped(text, Parameters.Unescape(text)));
    }

    Found Trusted(byte[] text) => options.Trusted?.Contains(text) == true
        ? new Found(engine.Find(text))
        : Refused(ErrorCodes.DocumentNotTrusted, "Only trusted documents run here: name one by its \"documentId\".");

    // Only what can run is kept, and only from callers who are known: others would fill the store at no cost.
    Found Register(byte[] text, JsonElement persisted, string? registrant, RegisteredDocuments store)
    {
        if (HashOf(persisted, out var fault) is not { } hash) return Bad(fault);
        if (hash != DocumentHash.Of(text))
            return Bad("provided sha does not match query", ErrorCodes.PersistedQueryHashMismatch);
        var document = engine.Find(text);
        if (registrant is not null && document.Errors.Count == 0) store.Add(hash, text, registrant);
        return new Found(document, hash);
    }

    static string? HashOf(JsonElement persisted, out string fault)
    {
        fault = "Unsupported persisted query version";
        if (persisted.ValueKind != JsonValueKind.Object || !persisted.TryGetProperty("version", out var version)
            || !JsonNumber.TryWhole(version, out var number) || number != Version) return null;
        fault = "\"persistedQuery\" must have a \"sha256Hash\", which is a string.";
        return persisted.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String
            ? JsonText.Of(hash) : null;
    }

    static byte[] Plain(ReadOnlySpan<byte> text, bool escaped) => escaped ? Parameters.Unescape(text) : text.ToArray();

    static Found Bad(string message, string code = ErrorCodes.Request) => new(Error: new(code, message), Status: 400);

    static Found Refused(string code, string message) => new(Error: new(code, message));

    // Apollo's clients read these two as steps of their protocol, and some of them only with this status.
    static Found Answered(string code, string message) => new(Error: new(code, message), Status: 200);
}

/// <summary>A document and the name by which it was asked for, or the one error that says why there is none.</summary>
/// <param name="Document">The document, good or bad.</param>
/// <param name="Name">The id or the hash that stands for it.</param>
/// <param name="Error">Why there is no document.</param>
/// <param name="Status">The status of the answer, where it is not that of any request that cannot be run.</param>
readonly record struct Found(
    CheckedDocument? Document = null, string? Name = null, GraphError? Error = null, int? Status = null);
