namespace Kalends.GraphQL.Http;

/// <summary>Documents that the host trusts, which a request may name instead of bringing one.</summary>
/// <remarks>Each is found by its own id, and by the SHA-256 of its text as clients name it.</remarks>
public sealed class TrustedDocuments
{
    readonly Dictionary<string, byte[]> _texts = new(StringComparer.Ordinal);

    /// <summary>Takes documents in UTF-8 by their ids, each of which is there once.</summary>
    public TrustedDocuments(IEnumerable<KeyValuePair<string, byte[]>> documents)
    {
        foreach (var (id, text) in documents) _texts.Add(id, text);
        foreach (var text in _texts.Values.ToList()) _texts.TryAdd(DocumentHash.Of(text), text);
    }

    internal byte[]? Find(string id) => _texts.GetValueOrDefault(id);

    internal bool Contains(ReadOnlySpan<byte> text) => _texts.ContainsKey(DocumentHash.Of(text));
}
