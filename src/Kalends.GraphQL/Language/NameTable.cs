using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>Known names by their bytes, so that parsing a known name allocates nothing; immutable once built.</summary>
public sealed class NameTable
{
    readonly (byte[] Bytes, string Text)[] _slots;
    readonly int _mask;

    /// <summary>Builds the table from the names of a schema.</summary>
    public NameTable(IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).ToList();
        _mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(distinct.Count * 2 + 16)) - 1;
        _slots = new (byte[], string)[_mask + 1];
        foreach (var name in distinct)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var at = Hash(bytes) & _mask;
            while (_slots[at].Text is not null) at = (at + 1) & _mask;
            _slots[at] = (bytes, name);
        }
    }

    /// <summary>An empty table.</summary>
    public static NameTable Empty { get; } = new([]);

    /// <summary>The text of a name, shared if the name is known.</summary>
    public string Text(ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & _mask; _slots[at].Text is { } text; at = (at + 1) & _mask)
        {
            if (name.SequenceEqual(_slots[at].Bytes)) return text;
        }
        return Encoding.UTF8.GetString(name);
    }

    // The table holds only the schema's own names, so clients cannot lengthen its probe sequences.
    static int Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = 2166136261u;
            foreach (var b in bytes) hash = (hash ^ b) * 16777619u;
            return (int)(hash ^ (hash >> 15)) & int.MaxValue;
        }
    }
}
