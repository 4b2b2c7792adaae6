using Kalends.Platform.Unicode;

namespace Kalends.Events;

/// <summary>Cuts a text into words, so that both engines find the same.</summary>
/// <remarks>
/// A word is a run of letters, digits and marks, in small letters; nothing else about it is changed, so that a part of
/// a text is a part of its words too, which the search for literals rests on. Of a longer run its beginning counts.
/// </remarks>
static class EventWords
{
    /// <summary>
    /// Stands among the words of a message that has a run too long to be a word: it must be looked at itself.
    /// </summary>
    public const string NotAll = "!";

    public const int LengthMax = 256;

    /// <summary>The words of a text, each once, in the order of their bytes.</summary>
    public static List<string> Of(string text)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (start, end) in WordRuns.Of(text))
            words.Add(Word(text[start..end]));
        return [.. words];
    }

    /// <summary>What the index of a message holds: its words, and a mark where they are not all of it.</summary>
    public static List<string> ToIndex(string message)
    {
        var words = Of(message);
        if (WordRuns.Of(message).Any(run => run.End - run.Start > LengthMax))
            words.Insert(0, NotAll);
        return words;
    }

    /// <summary>
    /// What the dictionary holds of words: themselves, and each backwards, in the order in which all writers add them.
    /// </summary>
    public static List<string> ToDictionary(IEnumerable<string> words) =>
        words.Where(word => word != NotAll).SelectMany(word => (string[])[word, NotAll + Reversed(word)])
            .Order(StringComparer.Ordinal).ToList();

    public static string Reversed(string word) => string.Concat(word.EnumerateRunes().Reverse());

    /// <summary>A run as a word.</summary>
    public static string Word(string run)
    {
        var length = run.Length <= LengthMax ? run.Length : LengthMax;
        if (length < run.Length && char.IsHighSurrogate(run[length - 1]))
            length--;
        return run[..length].ToLowerInvariant();
    }
}
