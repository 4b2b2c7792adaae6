using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Cuts names and skills into words to be found by, the same for both engines, and keeps them.</summary>
/// <remarks>
/// A name is found by its words as they are written and as they are typed plainly (<see cref="Word"/>), by words that a
/// hyphen or an apostrophe joins as one, and where its script has no blanks by any part of it. A search looks for
/// beginnings, so that of parts those are kept that go on to the end.
/// </remarks>
static class SearchTerms
{
    /// <summary>Of a longer word the beginning counts, in UTF-16 units.</summary>
    public const int LengthMax = 64;

    /// <summary>Of a name without blanks the parts that begin at its first characters are found.</summary>
    const int PartsMax = 40;

    /// <summary>The words that have variants: whatever is one edit from five letters has four at least.</summary>
    const int VariedMin = 4;

    /// <summary>The words of a text.</summary>
    /// <param name="All">Under what it is found: each once, in the order of their bytes.</param>
    /// <param name="Varied">Those among them in which a mistake is forgiven.</param>
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

    /// <summary>The words that a provider is found by.</summary>
    public static Cut Of(Profile profile) => Of(string.Join('\n', [profile.Name, .. profile.Skills]));

    /// <summary>Keeps the words of a profile, and those that nobody had before with their variants.</summary>
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
        // In the order of their bytes, so that two writers of the same new words wait for each other in no circle.
        foreach (var word in words.Varied.Except(known))
            await session.Enqueue(InsertVariants, ("word", word), ("variants", Variants(word)));
    }

    /// <summary>Forgets the words of a provider: nobody finds them any more.</summary>
    public static ValueTask Remove(Session session, long providerId) =>
        session.Enqueue(DeleteWords, ("provider", providerId));

    static IEnumerable<string> Forms(string run)
    {
        var word = Word.Of(run, LengthMax);
        return ((string[])[word.Own, word.Plain]).Where(form => form.Length > 0);
    }

    // What is behind the first character of a script without blanks, behind the second one, and so on.
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

    /// <summary>A word, and what is left of it without one of its letters, in the order of their bytes.</summary>
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
    /// Whether one word becomes the other by one letter put in, left out or replaced, or by two neighbours that change
    /// places; or is it already.
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
        // What differs between the equal beginnings and ends.
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
