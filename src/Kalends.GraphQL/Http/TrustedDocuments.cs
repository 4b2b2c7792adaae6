namespace Kalends.GraphQL.Http;

/// <summary>Documents that the host trusts, which a request may name instead of sending one.</summary>
/// <remarks>Each is found by its own id, and by the SHA-256 of its text in the form that clients use.</remarks>
public sealed class TrustedDocuments
{
    readonly Dictionary<string, byte[]> _texts;

    /// <summary>Creates the set from documents in UTF-8 by their ids.</summary>
    public TrustedDocuments(IReadOnlyDictionary<string, byte[]> documents)
    {
        ById = documents;
        _texts = new(documents, StringComparer.Ordinal);
        foreach (var text in documents.Values) _texts.TryAdd(DocumentHash.Of(text), text);
    }

    internal IReadOnlyDictionary<string, byte[]> ById { get; }

    internal byte[]? Find(string id) => _texts.GetValueOrDefault(id);

    internal bool Contains(ReadOnlySpan<byte> text) => _texts.ContainsKey(DocumentHash.Of(text));
}
