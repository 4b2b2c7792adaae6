using System.Collections.Concurrent;

namespace Kalends.GraphQL.Http;

/// <summary>Documents that clients have registered by their hashes, bounded in number and in bytes.</summary>
/// <remarks>
/// The caller who holds most of the store makes room for a new document, by losing the one that was used longest ago. A
/// caller who registers without end therefore pushes out documents of their own, and never those of callers who hold
/// less.
/// </remarks>
public sealed class RegisteredDocuments(int countMax, long bytesMax)
{
    // One document may take at most this fraction of the store.
    const int Share = 16;

    readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    readonly Lock _changing = new();
    long _weight;
    long _uses;

    /// <summary>The number of registered documents.</summary>
    public int Count => _entries.Count;

    /// <summary>The total size of their texts in bytes.</summary>
    public long Bytes => _entries.Values.Sum(entry => (long)entry.Text.Length);

    internal byte[]? Find(string hash)
    {
        if (!_entries.TryGetValue(hash, out var entry)) return null;
        entry.LastUse = Interlocked.Increment(ref _uses);
        return entry.Text;
    }

    internal void Add(string hash, byte[] text, string registrant)
    {
        if (Find(hash) is not null || text.Length > bytesMax / Share || countMax == 0) return;
        lock (_changing)
        {
            var entry = new Entry(hash, text, registrant, Weigh(text)) { LastUse = Interlocked.Increment(ref _uses) };
            if (!_entries.TryAdd(hash, entry)) return;
            Hold(entry, entry.Weight);
            while (_weight > bytesMax) Remove(Oldest(_held.MaxBy(holder => holder.Value).Key));
        }
    }

    // A small document weighs its share of the number, so that a single sum enforces both bounds.
    long Weigh(byte[] text) => Math.Max(text.Length, (bytesMax + countMax - 1) / countMax);

    Entry Oldest(string registrant) =>
        _entries.Values.Where(entry => entry.Registrant == registrant).MinBy(entry => entry.LastUse)
            ?? throw new InvalidOperationException();

    void Remove(Entry entry)
    {
        _entries.TryRemove(entry.Hash, out _);
        Hold(entry, -entry.Weight);
        if (_held[entry.Registrant] == 0) _held.Remove(entry.Registrant);
    }

    void Hold(Entry entry, long weight)
    {
        _weight += weight;
        _held[entry.Registrant] = _held.GetValueOrDefault(entry.Registrant) + weight;
    }

    sealed class Entry(string hash, byte[] text, string registrant, long weight)
    {
        public string Hash => hash;

        public byte[] Text => text;

        public string Registrant => registrant;

        public long Weight => weight;

        public long LastUse { get; set; }
    }
}
