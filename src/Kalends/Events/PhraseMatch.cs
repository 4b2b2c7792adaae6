using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Events;

/// <summary>A literal text that a message must contain, split at word boundaries.</summary>
/// <remarks>
/// The parts inside the text are whole words. The parts at its edges may be the end of one word and the beginning of
/// another, and a text without a blank may lie inside a single word. Each part selects the words of the dictionary of
/// which a message must have one.
/// </remarks>
sealed record PhraseMatch(IReadOnlyList<PhraseMatch.Part> Parts)
{
    const int PartsMax = 8;

    /// <summary>A part that matches more words than this does not narrow the search enough.</summary>
    const int WordsMax = 200;

    public enum Fits
    {
        Whole,
        Beginning,
        End,
        Inside,
    }

    public sealed record Part(string Text, Fits Fits);

    public static PhraseMatch Of(string text) => new(WordRuns.Of(text)
        .Select(run => new Part(text[run.Start..run.End].ToLowerInvariant(), (run.Start, run.End) switch
        {
            (0, var end) when end == text.Length => Fits.Inside,
            (0, _) => Fits.End,
            (_, var end) when end == text.Length => Fits.Beginning,
            _ => Fits.Whole,
        }))
        .OrderByDescending(part => part.Text.Length)
        .Take(PartsMax)
        .ToList());

    /// <summary>For each part that narrows the search, the words of which a message must have one.</summary>
    public async Task<List<List<string>>> Candidates(Session session)
    {
        var candidates = new List<List<string>>();
        foreach (var part in Parts)
            if (await Words(session, part) is { } words)
                // Messages with a run too long to be a word must be examined themselves.
                candidates.Add([EventWords.NotAll, .. words]);
        return candidates;
    }

    static async Task<List<string>?> Words(Session session, Part part)
    {
        if (part.Text.Length > EventWords.LengthMax)
            return [];
        if (part.Fits == Fits.Whole)
            return [part.Text];

        var found = part.Fits switch
        {
            Fits.Beginning => await Find(session, FindByBeginning, part.Text),
            Fits.End => await Find(session, FindByBeginning, EventWords.NotAll + EventWords.Reversed(part.Text)),
            _ => await Find(session, FindInside, part.Text),
        };
        return found.Count > WordsMax ? null
            : part.Fits == Fits.End ? found.ConvertAll(word => EventWords.Reversed(word[1..]))
            : found;
    }

    static async Task<List<string>> Find(Session session, Sql statement, string text) =>
        await session.All(statement, row => row.Text("word"),
            ("text", text), ("behind", text + "\U0010FFFF"), ("inside", $"%{text}%"), ("limit", WordsMax + 1));

    static readonly Sql FindByBeginning = new("""
        SELECT word
        FROM event_dictionary
        WHERE word >= @text AND word < @behind
        LIMIT @limit
        """);

    // Words begin with a digit or a letter, and all of these sort after the mark of the reversed words.
    static readonly Sql FindInside = new("""
        SELECT word
        FROM event_dictionary
        WHERE word >= '0' AND word LIKE @inside
        LIMIT @limit
        """);
}
