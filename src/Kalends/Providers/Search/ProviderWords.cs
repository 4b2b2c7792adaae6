using System.Text;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Providers.Search;

/// <summary>Cuts names and skills into words to be found by, the same for both engines, and keeps them.</summary>
/// <remarks>
/// A word is a run of letters, digits and marks, in small letters and without the accents of Latin letters, so that
/// José is found by whoever has no accents on the keyboard.
/// </remarks>
static class ProviderWords
{
    /// <summary>The words that have variants: whatever is one edit from five letters has four at least.</summary>
    const int VariedMin = 4;
    const int VariedMax = 64;

    /// <summary>The words of a text, each once, in the order of their bytes.</summary>
    public static List<string> Of(string text)
    {
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (start, end) in WordRuns.Of(text))
            if (Folded(text[start..end]) is { Length: > 0 } word)
                words.Add(word);
        return [.. words];
    }

    /// <summary>The words that a provider is found by.</summary>
    public static List<string> Of(Profile profile) => Of(string.Join('\n', [profile.Name, .. profile.Skills]));

    /// <summary>Keeps the words of a new profile, and those that nobody had before with their variants.</summary>
    public static async ValueTask Insert(Session session, Profile profile)
    {
        var words = Of(profile);
        if (words.Count == 0)
            return;
        await session.Ride(InsertWords, ("provider", profile.Id), ("words", words));

        var varied = words.Where(word => word.EnumerateRunes().Count() is >= VariedMin and <= VariedMax).ToList();
        var known = varied.Count == 0 ? [] : await session.All(FindKnown, row => row.Text("word"), ("words", varied));
        // In the order of their bytes, so that two writers of the same new words wait for each other in no circle.
        foreach (var word in varied.Except(known))
            await session.Ride(InsertVariants, ("word", word), ("variants", Variants(word)));
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

    static string Folded(string run)
    {
        var folded = new StringBuilder(run.Length);
        foreach (var letter in run.ToLowerInvariant())
            if (Plain.TryGetValue(letter, out var plain))
                folded.Append(plain);
            else if (letter is < '\u0300' or > '\u036f')
                folded.Append(letter);
        return folded.ToString();
    }

    // The program knows no decompositions of Unicode (it runs without ICU): these are the letters of Latin alphabets.
    static readonly Dictionary<char, string> Plain = ((string[])
    [
        "a àáâãäåāăąǎ", "ae æ", "c çćĉċč", "d ďđð", "e èéêëēĕėęěẽ", "g ĝğġģ", "h ĥħ", "i ìíîïĩīĭįıǐ", "j ĵ", "k ķ",
        "l ĺļľŀł", "n ñńņňŋ", "o òóôõöøōŏőǒ", "oe œ", "r ŕŗř", "s śŝşšș", "ss ßẞ", "t ţťŧț", "th þ", "u ùúûüũūŭůűųǔ",
        "w ŵẁẃẅ", "y ýÿŷỳ", "z źżž",
    ]).Select(group => group.Split(' ')).SelectMany(group => group[1].Select(letter => (letter, plain: group[0])))
        .ToDictionary(pair => pair.letter, pair => pair.plain);

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
