using System.Globalization;
using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>The properties of scripts that a search depends on.</summary>
static class Scripts
{
    // First and last code points of blocks; half-width forms no longer occur once a text is folded.
    static readonly (int First, int Last)[] Chinese =
        [(0x3005, 0x3007), (0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x3ffff)];

    static readonly (int First, int Last)[] WithoutBlanks =
    [
        .. Chinese,
        (0x0e00, 0x0eff), // Thai, Lao
        (0x1000, 0x109f), // Burmese
        (0x1100, 0x11ff), // Korean, in parts
        (0x1780, 0x17ff), // Khmer
        (0x3040, 0x30ff), // Japanese syllables
        (0x3100, 0x318f), // Bopomofo; Korean, in parts
        (0x31a0, 0x31bf),
        (0x31f0, 0x31ff),
        (0xa960, 0xa97f),
        (0xaa60, 0xaa7f),
        (0xac00, 0xd7ff), // Korean
        (0xff66, 0xffdc),
    ];

    /// <summary>Whether a text has Chinese characters, many of which are romanised alike.</summary>
    public static bool HasChinese(string text) => text.EnumerateRunes().Any(rune => IsIn(Chinese, rune));

    /// <summary>
    /// Cuts a run into stretches of scripts with blanks between words, and of scripts without, whose names and words
    /// are searched by any part. The latter are also split into characters.
    /// </summary>
    public static IEnumerable<(string Text, IReadOnlyList<string>? Characters)> Stretches(string run)
    {
        var (start, characters) = (0, new List<string>());
        for (var at = 0; at < run.Length;)
        {
            var character = run.Substring(at, StringInfo.GetNextTextElementLength(run.AsSpan(at)));
            var isLoose = IsIn(WithoutBlanks, Rune.GetRuneAt(character, 0));
            if (isLoose != characters.Count > 0 && at > start)
            {
                yield return (run[start..at], characters.Count > 0 ? characters : null);
                (start, characters) = (at, []);
            }
            if (isLoose)
                characters.Add(character);
            at += character.Length;
        }
        if (start < run.Length)
            yield return (run[start..], characters.Count > 0 ? characters : null);
    }

    static bool IsIn((int First, int Last)[] blocks, Rune rune)
    {
        if (rune.Value < 0x0e00)
            return false;
        foreach (var (first, last) in blocks)
            if (first <= rune.Value && rune.Value <= last)
                return true;
        return false;
    }
}
