using System.Globalization;
using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>The escape sequences of quoted strings.</summary>
static class StringEscapes
{
    /// <summary>Checks the escape that starts at a backslash and returns its length in bytes.</summary>
    public static int Length(ReadOnlySpan<byte> source, int at)
    {
        var next = at + 1 < source.Length ? source[at + 1] : 0;
        if (next != 'u')
        {
            if ("\"\\/bfnrt".Contains((char)next, StringComparison.Ordinal) && next != 0) return 2;
            throw SyntaxError.At(source, at, $"Invalid character escape sequence: \"{Slice(source, at, 2)}\".");
        }
        return at + 2 < source.Length && source[at + 2] == '{' ? VariableLength(source, at) : FixedLength(source, at);
    }

    /// <summary>Turns the inside of a checked string into text.</summary>
    public static string Resolve(ReadOnlySpan<byte> inside)
    {
        if (!inside.Contains((byte)'\\')) return Encoding.UTF8.GetString(inside);
        var text = new StringBuilder(inside.Length);
        while (!inside.IsEmpty)
        {
            var plain = inside.IndexOf((byte)'\\');
            if (plain < 0) plain = inside.Length;
            text.Append(Encoding.UTF8.GetString(inside[..plain]));
            inside = inside[plain..];
            if (inside.IsEmpty) break;
            var length = Length(inside, 0);
            AppendEscape(text, inside[..length]);
            inside = inside[length..];
        }
        return text.ToString();
    }

    static void AppendEscape(StringBuilder text, ReadOnlySpan<byte> escape)
    {
        switch ((char)escape[1])
        {
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'u' when escape[2] == '{': text.Append(new Rune(Hex(escape[3..^1]))); break;
            case 'u':
                text.Append((char)Hex(escape[2..6]));
                if (escape.Length == 12) text.Append((char)Hex(escape[8..12]));
                break;
            case var same: text.Append(same); break;
        }
    }

    // \u{ HexDigit+ }
    static int VariableLength(ReadOnlySpan<byte> source, int at)
    {
        var value = 0;
        var size = 3;
        while (size < 12 && at + size < source.Length)
        {
            var digit = source[at + size++];
            if (digit == '}')
            {
                if (size < 5 || !Rune.IsValid(value)) break;
                return size;
            }
            if (!char.IsAsciiHexDigit((char)digit) || value > 0x10FFFF) break;
            value = (value << 4) | HexDigit(digit);
        }
        throw Invalid(source, at, size);
    }

    // \u HexDigit HexDigit HexDigit HexDigit, or two of them that form a surrogate pair
    static int FixedLength(ReadOnlySpan<byte> source, int at)
    {
        var high = Unit(source, at);
        if (high >= 0 && !char.IsSurrogate((char)high)) return 6;
        if (high >= 0 && char.IsHighSurrogate((char)high))
        {
            var low = Unit(source, at + 6);
            if (low >= 0 && char.IsLowSurrogate((char)low)) return 12;
        }
        throw Invalid(source, at, 6);
    }

    static int Unit(ReadOnlySpan<byte> source, int at)
    {
        if (at + 6 > source.Length || source[at] != '\\' || source[at + 1] != 'u') return -1;
        var value = 0;
        foreach (var digit in source.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return -1;
            value = (value << 4) | HexDigit(digit);
        }
        return value;
    }

    static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    static int Hex(ReadOnlySpan<byte> digits) =>
        int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    static GraphException Invalid(ReadOnlySpan<byte> source, int at, int size) =>
        SyntaxError.At(source, at, $"Invalid Unicode escape sequence: \"{Slice(source, at, size)}\".");

    static string Slice(ReadOnlySpan<byte> source, int at, int size) =>
        Encoding.UTF8.GetString(source[at..Math.Min(source.Length, at + size)]);
}
