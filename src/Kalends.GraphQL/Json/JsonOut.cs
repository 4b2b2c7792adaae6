using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Kalends.GraphQL.Json;

/// <summary>
/// A growing UTF-8 buffer that can be rewound, because a null may undo output that is already written.
/// </summary>
public sealed class JsonOut : IDisposable
{
    static readonly SearchValues<byte> Escapes =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    const int FirstSize = 16 * 1024;

    // Larger buffers are left to the garbage collector, so that one large answer does not keep memory for later ones.
    const int PooledMax = 256 * 1024;

    readonly int _max;
    readonly Action<long>? _hold;
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    int _limit;
    int _length;

    /// <summary>A buffer without a bound, for short texts.</summary>
    public JsonOut() : this(Array.MaxLength)
    {
    }

    /// <summary>
    /// A buffer that ends the request when it exceeds <paramref name="max"/> bytes, and reports how many more or fewer
    /// bytes it takes as it changes size.
    /// </summary>
    internal JsonOut(int max, Action<long>? hold = null)
    {
        _max = max;
        _hold = hold;
        _limit = Math.Min(_bytes.Length, max);
    }

    /// <summary>The number of bytes written.</summary>
    public int Length => _length;

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>The number of rewinds; a position recorded before a rewind may no longer be valid.</summary>
    internal int Rewinds { get; set; }

    /// <summary>Discards everything after a length recorded earlier.</summary>
    public void Rewind(int length)
    {
        _length = length;
        Rewinds++;
    }

    /// <summary>Discards everything, and releases its memory.</summary>
    internal void Clear()
    {
        if (_bytes.Length > FirstSize) Replace(ArrayPool<byte>.Shared.Rent(FirstSize));
        Rewind(0);
    }

    /// <summary>Writes the bytes between two recorded lengths again.</summary>
    internal void Repeat(int start, int end)
    {
        var room = Room(end - start);
        _bytes.AsSpan(start..end).CopyTo(room);
        _length += end - start;
    }

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        if (_length == _limit) Grow(1);
        _bytes[_length++] = value;
    }

    /// <summary>Writes bytes that are already JSON.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
    }

    /// <summary>Writes a finite number in the shortest form that reads back the same.</summary>
    public void Number(double value)
    {
        // JSON has only one zero as far as clients can tell, and whole numbers are shown without an exponent.
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            Number((long)value);
            return;
        }
        value.TryFormat(Room(32), out var written, "R", CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes a whole number between quotes.</summary>
    public void NumberAsString(long value)
    {
        Byte((byte)'"');
        Number(value);
        Byte((byte)'"');
    }

    /// <summary>Writes bytes as a base64 text between quotes.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        var room = Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        room[0] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, room[1..], out _, out var written);
        room[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes <c>null</c>.</summary>
    public void Null() => Raw("null"u8);

    /// <summary>Writes a text between quotes with the escapes it needs.</summary>
    public void String(ReadOnlySpan<char> text)
    {
        var room = Room(text.Length * 3 + 2);
        room[0] = (byte)'"';
        if (CopyPlain(text, room[1..]))
        {
            room[text.Length + 1] = (byte)'"';
            _length += text.Length + 2;
            return;
        }
        // A lone surrogate has no UTF-8 encoding; it is replaced, here and below.
        Utf8.FromUtf16(text, room[1..], out _, out var written);
        var inside = room.Slice(1, written);
        if (inside.IndexOfAny(Escapes) >= 0)
        {
            Escaped(text);
            return;
        }
        room[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>Writes a UTF-8 text between quotes with the escapes it needs.</summary>
    public void String(ReadOnlySpan<byte> text) => String(Encoding.UTF8.GetString(text));

    /// <summary>Returns the buffer to its pool.</summary>
    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        Replace([]);
        _length = 0;
    }

    // Eight characters are copied at a time; the last eight may overlap those before. False if any is not plain ASCII.
    static bool CopyPlain(ReadOnlySpan<char> text, Span<byte> room)
    {
        var eight = Vector128<ushort>.Count;
        if (text.Length < eight) return CopyFew(text, room);
        var chars = MemoryMarshal.Cast<char, ushort>(text);
        for (var at = 0; ; at = Math.Min(at + eight, text.Length - eight))
        {
            var some = Vector128.Create(chars[at..]);
            var special = Vector128.Equals(some, Vector128.Create((ushort)'"'))
                | Vector128.Equals(some, Vector128.Create((ushort)'\\'))
                | Vector128.LessThan(some, Vector128.Create((ushort)' '))
                | Vector128.GreaterThan(some, Vector128.Create((ushort)'~'));
            if (special != Vector128<ushort>.Zero) return false;
            Vector128.Narrow(some, some).GetLower().CopyTo(room[at..]);
            if (at == text.Length - eight) return true;
        }
    }

    static bool CopyFew(ReadOnlySpan<char> text, Span<byte> room)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or > '~' or '"' or '\\') return false;
            room[i] = unchecked((byte)c);
        }
        return true;
    }

    void Escaped(ReadOnlySpan<char> text)
    {
        Byte((byte)'"');
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case '\b': Raw("\\b"u8); break;
                case '\f': Raw("\\f"u8); break;
                case '\n': Raw("\\n"u8); break;
                case '\r': Raw("\\r"u8); break;
                case '\t': Raw("\\t"u8); break;
                case < ' ': EscapeControl(rune.Value); break;
                default: _length += rune.EncodeToUtf8(Room(4)); break;
            }
        }
        Byte((byte)'"');
    }

    void EscapeControl(int value)
    {
        Raw("\\u00"u8);
        Byte((byte)(value < 16 ? '0' : '1'));
        Byte((byte)"0123456789abcdef"[value & 15]);
    }

    Span<byte> Room(int count)
    {
        if (_limit - _length < count) Grow(count);
        return _bytes.AsSpan(_length);
    }

    void Grow(int count)
    {
        var needed = (long)_length + count;
        if (needed > _max)
            throw new RequestAborted(new GraphError(LimitCodes.Answer, $"The answer has more than {_max} bytes."));
        var size = (int)Math.Min(Math.Max(_bytes.Length * 2L, needed), _max);
        if (size <= PooledMax) size = (int)BitOperations.RoundUpToPowerOf2((uint)size);
        // Both buffers exist for a moment.
        _hold?.Invoke(size);
        var larger = size <= PooledMax
            ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Replace(larger);
    }

    void Replace(byte[] bytes)
    {
        if (_bytes.Length > FirstSize) _hold?.Invoke(-_bytes.Length);
        if (_bytes.Length <= PooledMax) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
        _limit = Math.Min(bytes.Length, _max);
    }
}
