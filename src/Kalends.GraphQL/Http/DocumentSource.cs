using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Http;

/// <summary>Finds the document of a request, which sends its text, or names it by an id or a hash.</summary>
/// <remarks>
/// Hashes are those of Apollo's automatic persisted queries, whose messages and codes are part of that protocol. Ids
/// are those of the appendix on persisted documents of GraphQL over HTTP. However a document was found, it is parsed,
/// checked, limited and cached like any other.
/// </remarks>
sealed class DocumentSource(GraphEngine engine, GraphHttpOptions options)
{
    const int Version = 1;

    /// <summary>The document, or the reason why there is none; throws if the text is not valid text.</summary>
    /// <param name="asked">The parameters of the request.</param>
    /// <param name="registrant">The caller who would register a document; null if they may not.</param>
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

    // After "not found" a client sends the text and goes on using hashes; after "not supported" it sends only texts.
    // The latter is therefore used where nothing is registered, unless texts would be refused anyway.
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

    // Only documents that can run are kept, and only from known callers: others could fill the store at no cost.
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

/// <summary>
/// A document and the name by which it was requested, or the single error that explains why there is none.
/// </summary>
/// <param name="Document">The document, valid or not.</param>
/// <param name="Name">The id or the hash that identifies it.</param>
/// <param name="Error">The reason why there is no document.</param>
/// <param name="Status">The status of the answer, if it differs from that of other requests that cannot be run.</param>
readonly record struct Found(
    CheckedDocument? Document = null, string? Name = null, GraphError? Error = null, int? Status = null);
