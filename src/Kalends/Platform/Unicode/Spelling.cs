using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>The normal form of texts that people typed, and the number of characters they count in them.</summary>
static class Spelling
{
    // An entry of PostgreSQL's indexes holds 2,700 bytes, and every text of up to 500 characters may be indexed.
    const int IndexedMax = 500;
    const int IndexedBytesMax = 2600;

    // Invisible characters that are not white space: soft hyphens, joiners, direction marks, fillers.
    static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061" +
        "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0");

    static readonly SearchValues<char> Blanks = SearchValues.Create(Enumerable.Range(0, char.MaxValue + 1)
        .Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || Invisible.Contains(c)).ToArray());

    /// <summary>The text without invisible characters at its ends.</summary>
    public static string Trimmed(string text)
    {
        var start = text.AsSpan().IndexOfAnyExcept(Blanks);
        return start < 0 ? "" : text[start..(text.AsSpan().LastIndexOfAnyExcept(Blanks) + 1)];
    }

    /// <summary>The text without invisible characters inside it, except white space.</summary>
    public static string Visible(string text) =>
        text.AsSpan().ContainsAny(Invisible) ? string.Concat(text.Where(c => !Invisible.Contains(c))) : text;

    /// <summary>The one spelling of texts that look the same (NFC); null if the text is not valid Unicode.</summary>
    /// <remarks>Composing marks in disorder takes quadratic time, so their number must be bounded before.</remarks>
    public static string? Composed(string text)
    {
        try
        {
            return text.Normalize();
        }
        catch (ArgumentException)
        {
            // The text has half a surrogate pair, or a code point that is not a character.
            return null;
        }
    }

    /// <summary>
    /// The number of characters that a person counts (UAX 29): a letter with its marks is one, and so is a flag.
    /// </summary>
    public static int LengthOf(string text)
    {
        var count = 0;
        for (var rest = text.AsSpan(); rest.Length > 0; count++)
            rest = rest[StringInfo.GetNextTextElementLength(rest)..];
        return count;
    }

    /// <summary>Whether a text has at most this many characters, and no more marks than people write.</summary>
    public static bool Fits(string text, int charactersMax) =>
        HasRoom(text, charactersMax) && (text.Length <= charactersMax || LengthOf(text) <= charactersMax);

    /// <summary>Whether a text has at most as many bytes as a text of this many characters may have.</summary>
    public static bool HasRoom(string text, int charactersMax) =>
        text.Length <= charactersMax || Encoding.UTF8.GetByteCount(text) <= BytesOf(charactersMax);

    /// <summary>The maximum size in UTF-8 bytes of a text with this many characters.</summary>
    public static int BytesOf(int charactersMax) =>
        charactersMax <= IndexedMax ? Math.Min(32 * charactersMax, IndexedBytesMax) : 8 * charactersMax;
}
