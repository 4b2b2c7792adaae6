using Kalends.Platform.Unicode;

namespace Kalends.Events;

/// <summary>Cuts a text into words, so that both engines find the same.</summary>
/// <remarks>
/// A word is a run of letters, digits and marks. Literals rest on runs in small letters, about which nothing else is
/// changed, so that a part of a text is a part of its words too. Words that are asked for stand beside them as they are
/// typed plainly (<see cref="Word"/>), and scripts without blanks as characters and as pairs of neighbours. Of a longer
/// run its beginning counts.
/// </remarks>
static class EventWords
{
    /// <summary>
    /// Stands among the words of a message that has a run too long to be a word: it must be looked at itself.
    /// </summary>
    public const string NotAll = "!";

    public const int LengthMax = 256;

    /// <summary>The runs of a text in small letters, each once, in the order of their bytes.</summary>
    public static List<string> Of(string text)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (start, end) in WordRuns.Of(text))
            words.Add(Small(text[start..end]));
        return [.. words];
    }

    /// <summary>The words that a question asks for: who has them all is found.</summary>
    public static List<string> Asked(string text)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (start, end) in WordRuns.Of(text))
            foreach (var (stretch, characters) in Scripts.Stretches(text[start..end]))
                if (characters is null)
                    words.Add(Sought(stretch));
                else
                    words.UnionWith(characters.Count == 1 ? Singles(characters) : Pairs(characters));
        words.Remove("");
        return [.. words];
    }

    /// <summary>What the index of a message holds.</summary>
    public static List<string> ToIndex(string message)
    {
        var words = new SortedSet<string>(Of(message), StringComparer.Ordinal);
        foreach (var runs in WordRuns.Joined(message))
        {
            if (runs.Count > 1)
                words.Add(Sought(string.Concat(runs)));
            foreach (var run in runs)
            {
                words.Add(Word.Of(run, LengthMax).Plain);
                foreach (var (stretch, characters) in Scripts.Stretches(run))
                    words.UnionWith(
                        characters is null ? [Sought(stretch)] : Singles(characters).Concat(Pairs(characters)));
            }
        }
        words.Remove("");
        if (WordRuns.Of(message).Any(run => run.End - run.Start > LengthMax))
            words.Add(NotAll);
        return [.. words];
    }

    /// <summary>
    /// What the dictionary holds of runs: themselves, and each backwards, in the order in which all writers add them.
    /// </summary>
    public static List<string> ToDictionary(IEnumerable<string> runs) =>
        runs.SelectMany(run => (string[])[run, NotAll + Reversed(run)]).Order(StringComparer.Ordinal).ToList();

    public static string Reversed(string word) => string.Concat(word.EnumerateRunes().Reverse());

    /// <summary>A run in small letters.</summary>
    public static string Small(string run) => Word.Cut(run, LengthMax).ToLowerInvariant();

    static string Sought(string run) => Word.Of(run, LengthMax).Sought;

    static IEnumerable<string> Singles(IReadOnlyList<string> characters) =>
        characters.Select(one => Word.Of(one, LengthMax).Own);

    static IEnumerable<string> Pairs(IReadOnlyList<string> characters)
    {
        var own = Singles(characters).ToList();
        return own.Zip(own.Skip(1), string.Concat);
    }
}
