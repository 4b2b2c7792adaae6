using System.Globalization;
using System.Text;

namespace Kalends.Platform.Unicode;

/// <summary>Finds the words of a text: its runs of letters, digits and marks.</summary>
static class WordRuns
{
    // Apostrophes, hyphens and middle dots, which people type for each other, and invisible characters that divide
    // words.
    const string Joints =
        "'`\u00b4\u2018\u2019\u201b\u2032\u05f3\u05f4\uff07-\u2010\u2011\u2012\u2013\u05be\uff0d\u00b7\u2027\u30fb" +
        "\uff65\u00ad\u200b\u200c\u200d\u2060";

    /// <summary>The start and end of each word.</summary>
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

    /// <summary>The same, with words joined by one hyphen or apostrophe grouped together: Jean-Luc, O'Dea.</summary>
    public static IEnumerable<IReadOnlyList<string>> Joined(string text)
    {
        var (joined, end) = (new List<string>(), -1);
        foreach (var run in Of(text))
        {
            if (joined.Count > 0 && !AreJoined(text, end, run.Start))
            {
                yield return joined;
                joined = [];
            }
            joined.Add(text[run.Start..run.End]);
            end = run.End;
        }
        if (joined.Count > 0)
            yield return joined;
    }

    // Dates and numbers are not names, so their parts stand alone.
    static bool AreJoined(string text, int end, int start) => start == end + 1
        && Joints.Contains(text[end], StringComparison.Ordinal)
        && !char.IsNumber(text, end - 1) && !char.IsNumber(text, start);

    static bool IsPart(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber
        or UnicodeCategory.OtherNumber;
}
