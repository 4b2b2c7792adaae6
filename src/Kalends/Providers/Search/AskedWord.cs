using Kalends.Platform.Storage;

namespace Kalends.Providers.Search;

/// <summary>One word of a text that providers are looked for by, with the words one edit away from it.</summary>
/// <param name="Word">As it was asked.</param>
/// <param name="Near">Those that providers have or had.</param>
sealed record AskedWord(string Word, IReadOnlyList<string> Near)
{
    /// <summary>How many words a text may have.</summary>
    public const int Max = 10;

    /// <summary>How long a word must be to be found by words that are nearly the same.</summary>
    const int LengthMin = 5;

    /// <summary>The variants under which nearly the same words are found; none for a short word.</summary>
    public static List<string> VariantsOf(string word) =>
        word.EnumerateRunes().Count() < LengthMin ? [] : ProviderWords.Variants(word);

    /// <summary>Whether a provider has it or one of those.</summary>
    public string Condition(Parameters given) => Near.Count == 0
        ? ProviderFilter.Any("provider_words", Begins("h.word", Word, given))
        : $"COALESCE({One(Begins("h.word", Word, given))}, {One($"h.word {given.AddList(Near)}")}) IS NOT NULL";

    /// <summary>The providers who have it or one of those.</summary>
    public string Providers(Parameters given) =>
        $"SELECT provider_id FROM provider_words WHERE {Begins("word", Word, given)}" +
        (Near.Count == 0 ? "" : $" UNION SELECT provider_id FROM provider_words WHERE word {given.AddList(Near)}");

    /// <summary>That a word begins with a text: a stretch of an index that goes by bytes.</summary>
    public static string Begins(string column, string text, Parameters given) =>
        $"{column} >= {given.Add(text)} AND {column} < {given.Add(text + "\U0010FFFF")}";

    static string One(string which) =>
        $"(SELECT 1 FROM provider_words h WHERE h.provider_id = p.id AND {which} LIMIT 1)";
}
