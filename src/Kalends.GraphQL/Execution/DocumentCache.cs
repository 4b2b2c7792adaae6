using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Kalends.GraphQL.Execution;

/// <summary>Caches checked documents by the exact bytes they arrived in, bounded in number and size.</summary>
/// <remarks>
/// A document is admitted when it is seen for the second time, so that documents sent only once do not push out those
/// that come back.
/// </remarks>
sealed class DocumentCache
{
    // A parsed and planned document takes roughly this many times the memory of its text.
    const long Weight = 32;

    readonly ConcurrentDictionary<byte[], Entry> _entries = new(BytesComparer.Instance);
    readonly ConcurrentDictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    readonly int[] _seen = new int[8192];
    readonly GraphLimits _limits;
    long _bytes;

    public DocumentCache(GraphLimits limits)
    {
        _limits = limits;
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _entries.Count;

    public CheckedDocument? Find(ReadOnlySpan<byte> key, bool escaped) =>
        _lookup.TryGetValue(key, out var entry) && entry.Escaped == escaped ? entry.Document : null;

    public void Offer(ReadOnlySpan<byte> key, bool escaped, CheckedDocument document)
    {
        var hash = BytesComparer.Instance.GetHashCode(key);
        ref var seen = ref _seen[hash & (_seen.Length - 1)];
        if (seen != hash)
        {
            seen = hash;
            return;
        }
        var weight = key.Length * Weight;
        if (weight > _limits.CachedBytesMax / 16) return;
        if (_entries.Count >= _limits.CachedDocumentsMax
            || Volatile.Read(ref _bytes) + weight > _limits.CachedBytesMax)
        {
            _entries.Clear();
            Volatile.Write(ref _bytes, 0);
        }
        if (_entries.TryAdd(key.ToArray(), new Entry(document, escaped))) Interlocked.Add(ref _bytes, weight);
    }

    // The same bytes are a different document inside a JSON string than outside one.
    sealed record Entry(CheckedDocument Document, bool Escaped);
}

/// <summary>Compares byte strings; the hash is seeded, so that clients cannot aim at one bucket.</summary>
sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static BytesComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
