using Kalends.Platform.Unicode;

namespace Kalends.Events;

/// <summary>Splits a text into words, so that both engines find the same.</summary>
/// <remarks>
/// A word is a run of letters, digits and marks. Searches for literal text use runs in lower case and otherwise
/// unchanged, so that any part of a text consists of parts of its words. The index also has the words in the form that
/// people type (<see cref="Word"/>), and scripts without blanks as characters and as pairs of neighbours. Runs that are
/// too long are cut.
/// </remarks>
static class EventWords
{
    /// <summary>
    /// Marks a message that has a run too long to be a word, so that the message itself must be examined.
    /// </summary>
    public const string NotAll = "!";

    public const int LengthMax = 256;

    /// <summary>The runs of a text in lower case, each once, in byte order.</summary>
    public static List<string> Of(string text)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (start, end) in WordRuns.Of(text))
            words.Add(Small(text[start..end]));
        return [.. words];
    }

    /// <summary>The words of a query; a message must have all of them.</summary>
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

    /// <summary>The words under which a message is indexed.</summary>
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
    /// The dictionary entries of runs: each run forwards and backwards, in the order in which all writers add them.
    /// </summary>
    public static List<string> ToDictionary(IEnumerable<string> runs) =>
        runs.SelectMany(run => (string[])[run, NotAll + Reversed(run)]).Order(StringComparer.Ordinal).ToList();

    public static string Reversed(string word) => string.Concat(word.EnumerateRunes().Reverse());

    /// <summary>A run in lower case.</summary>
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
