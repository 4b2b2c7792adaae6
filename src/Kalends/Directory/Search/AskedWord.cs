using System.Text;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Directory.Search;

/// <summary>One word of the text of a search.</summary>
/// <param name="Sought">
/// The beginnings of the words that match: the word itself, and the word joined with its neighbours by a hyphen or an
/// apostrophe.
/// </param>
/// <param name="Typed">The same beginnings as they were typed, if that differs.</param>
/// <param name="Near">Words that providers have or had and that are one edit away from this word.</param>
sealed record AskedWord(IReadOnlyList<string> Sought, IReadOnlyList<string> Typed, IReadOnlyList<string> Near)
{
    /// <summary>The largest number of words in a text.</summary>
    public const int Max = 10;

    /// <summary>The length of the shortest word that nearly equal words match too.</summary>
    const int LengthMin = 5;

    /// <summary>The words of a text, before nearly equal words are looked up.</summary>
    public static List<AskedWord> Of(string text) => WordRuns.Joined(text)
        .SelectMany(runs => runs.Select(run => Of(run, runs)))
        .Where(word => word.Sought.Count > 0)
        .DistinctBy(word => (word.Sought[0], word.Typed is [var typed, ..] ? typed : "")).ToList();

    static AskedWord Of(string run, IReadOnlyList<string> runs)
    {
        IEnumerable<string> all = runs.Count == 1 ? [run] : [run, string.Concat(runs)];
        var words = all.Select(one => Word.Of(one, SearchTerms.LengthMax))
            .Where(word => word.Own.Length > 0).ToList();
        return new(
            words.ConvertAll(word => word.Sought), words.Where(word => word.Own != word.Sought)
                .Select(word => word.Own).ToList(), []);
    }

    /// <summary>The variants by which nearly equal words are found; empty for a short word.</summary>
    public List<string> Variants => Sought[0].Length < LengthMin || !Ascii.IsValid(Sought[0])
        ? []
        : SearchTerms.Variants(Sought[0]);

    /// <summary>The condition that a provider has a matching word.</summary>
    public string Condition(Parameters given) => Condition(Ways("h.word", given).ToList());

    /// <summary>
    /// The condition that a provider has the word as it was typed; null if there is no other way to type it.
    /// </summary>
    public string? IsTyped(Parameters given) => Typed.Count == 0
        ? null
        : Condition(Typed.Select(typed => Begins("h.word", typed, given)).ToList());

    /// <summary>The statement for the providers with a matching word.</summary>
    public string Providers(Parameters given) => Union(Ways("word", given));

    /// <summary>The statement for the providers with the word as it was typed.</summary>
    public string TypedBy(Parameters given) => Union(Typed.Select(typed => Begins("word", typed, given)));

    /// <summary>The condition that a word begins with a text: a range of an index that is sorted by bytes.</summary>
    public static string Begins(string column, string text, Parameters given) =>
        $"{column} >= {given.Add(text)} AND {column} < {given.Add(text + "\U0010FFFF")}";

    IEnumerable<string> Ways(string column, Parameters given)
    {
        foreach (var sought in Sought)
            yield return Begins(column, sought, given);
        if (Near.Count > 0)
            yield return $"{column} {given.AddList(Near)}";
    }

    static string Union(IEnumerable<string> ways) =>
        string.Join(" UNION ", ways.Select(way => $"SELECT provider_id FROM provider_words WHERE {way}"));

    static string Condition(List<string> ways) => ways.Count == 1
        ? ProviderFilter.Any("provider_words", ways[0])
        : $"COALESCE({string.Join(", ", ways.Select(One))}) IS NOT NULL";

    static string One(string which) =>
        $"(SELECT 1 FROM provider_words h WHERE h.provider_id = p.id AND {which} LIMIT 1)";
}
