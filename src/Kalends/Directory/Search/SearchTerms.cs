using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Splits names and skills into search words, in the same way for both engines, and stores them.</summary>
/// <remarks>
/// A name is found by its words as they are written and as they are typed plainly (<see cref="Word"/>), by words that a
/// hyphen or an apostrophe joins as one, and by any part of it if its script has no blanks. A search looks for
/// beginnings, so the stored parts extend to the end of the name.
/// </remarks>
static class SearchTerms
{
    /// <summary>The length, in UTF-16 units, to which longer words are cut.</summary>
    public const int LengthMax = 64;

    /// <summary>
    /// The largest number of stored parts of a name without blanks; they begin at its first characters.
    /// </summary>
    const int PartsMax = 40;

    /// <summary>
    /// The length of the shortest word with variants: one edit from five letters leaves at least four.
    /// </summary>
    const int VariedMin = 4;

    /// <summary>The search words of a text.</summary>
    /// <param name="All">All search words, each once, sorted by their bytes.</param>
    /// <param name="Varied">The words among them in which a mistake is forgiven.</param>
    public sealed record Cut(IReadOnlyList<string> All, IReadOnlyList<string> Varied);

    public static Cut Of(string text)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        var varied = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var runs in WordRuns.Joined(text))
            for (var i = 0; i < runs.Count; i++)
            {
                Add(runs[i]);
                if (i < runs.Count - 1)
                    Add(string.Concat(runs.Skip(i)));
                foreach (var part in Parts(runs[i]).Take(PartsMax))
                    all.UnionWith(Forms(part));
            }
        return new([.. all], [.. varied]);

        void Add(string run)
        {
            all.UnionWith(Forms(run));
            if (Word.Of(run, LengthMax).Plain is { Length: >= VariedMin } plain)
                varied.Add(plain);
        }
    }

    /// <summary>The search words of a provider.</summary>
    public static Cut Of(Profile profile) => Of(string.Join('\n', [profile.Name, .. profile.Skills]));

    /// <summary>Stores the words of a profile, and the variants of words that no provider had before.</summary>
    public static async ValueTask Store(Session session, Profile profile)
    {
        await Remove(session, profile.Id);
        var words = Of(profile);
        if (words.All.Count == 0)
            return;
        await session.Enqueue(InsertWords, ("provider", profile.Id), ("words", words.All));

        var known = words.Varied.Count == 0
            ? []
            : await session.All(FindKnown, row => row.Text("word"), ("words", words.Varied));
        // The words are sorted by their bytes, so that two writers of the same new words do not deadlock.
        foreach (var word in words.Varied.Except(known))
            await session.Enqueue(InsertVariants, ("word", word), ("variants", Variants(word)));
    }

    /// <summary>Deletes the words of a provider, so that no search by words finds them.</summary>
    public static ValueTask Remove(Session session, long providerId) =>
        session.Enqueue(DeleteWords, ("provider", providerId));

    static IEnumerable<string> Forms(string run)
    {
        var word = Word.Of(run, LengthMax);
        return ((string[])[word.Own, word.Plain]).Where(form => form.Length > 0);
    }

    // The parts of a run begin after the first character of a script without blanks, after the second one, and so on.
    static IEnumerable<string> Parts(string run)
    {
        var at = 0;
        foreach (var (text, characters) in Scripts.Stretches(run))
            foreach (var step in characters ?? [text])
            {
                if (at > 0)
                    yield return run[at..];
                at += step.Length;
            }
    }

    /// <summary>A word, and the word without each one of its letters, sorted by their bytes.</summary>
    public static List<string> Variants(string word)
    {
        var variants = new SortedSet<string>(StringComparer.Ordinal) { word };
        var at = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            variants.Add(word.Remove(at, rune.Utf16SequenceLength));
            at += rune.Utf16SequenceLength;
        }
        return [.. variants];
    }

    /// <summary>
    /// Whether the words are equal, or one edit apart: one letter inserted, deleted or replaced, or two neighbours
    /// swapped.
    /// </summary>
    public static bool AreNear(string one, string other)
    {
        var (a, b) = (one.EnumerateRunes().ToArray(), other.EnumerateRunes().ToArray());
        if (Math.Abs(a.Length - b.Length) > 1)
            return false;
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
            head++;
        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
            tail++;
        // These are the lengths of the differing parts between the equal beginnings and ends.
        var (left, right) = (a.Length - head - tail, b.Length - head - tail);
        return Math.Max(left, right) <= 1
            || (left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head]);
    }

    static readonly Sql DeleteWords = new("DELETE FROM provider_words WHERE provider_id = @provider");

    static readonly Sql InsertWords = new("""
        INSERT INTO provider_words (provider_id, word)
        SELECT @provider, value FROM {rows words}
        """);

    static readonly Sql FindKnown = new("SELECT word FROM word_variants WHERE variant {list words} AND word = variant");

    static readonly Sql InsertVariants = new("""
        INSERT INTO word_variants (variant, word)
        SELECT value, @word FROM {rows variants} WHERE TRUE
        ON CONFLICT (variant, word) DO NOTHING
        """);
}
