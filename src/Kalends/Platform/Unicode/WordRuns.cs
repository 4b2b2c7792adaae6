using System.Globalization;
using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>Finds the words of a text: its runs of letters, digits and marks.</summary>
static class WordRuns
{
    /// <summary>Where each begins and ends.</summary>
    public static IEnumerable<(int Start, int End)> Of(string text)
    {
        var start = -1;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isPart = IsPart(rune);
            if (isPart && start < 0)
                start = at;
            if (!isPart && start >= 0)
            {
                yield return (start, at);
                start = -1;
            }
            at += rune.Utf16SequenceLength;
        }
        if (start >= 0)
            yield return (start, at);
    }

    static bool IsPart(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber
        or UnicodeCategory.OtherNumber;
}
