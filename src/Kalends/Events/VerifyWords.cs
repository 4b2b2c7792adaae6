using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>What always holds of the words and the blocks of the log.</summary>
static class VerifyWords
{
    // Messages have up to 65,536 characters.
    const int AtOnce = 100;

    public static readonly IReadOnlyList<Invariant> All =
    [
        new("event_words", "An event is found by the words of its message, and by no others.", Compare),
        new("event_blocks", "A block knows the earliest and the latest time of its events.", new Sql($"""
            SELECT 'block ' || CAST(b.number AS TEXT) AS subject,
                   CAST(e.earliest AS TEXT) || ' to ' || CAST(e.latest AS TEXT) AS expected,
                   CAST(b.earliest_at AS TEXT) || ' to ' || CAST(b.latest_at AS TEXT) AS found
            FROM event_blocks b
            JOIN (
                SELECT seq / {EventBlocks.Size} AS number, MIN(created_at) AS earliest, MAX(created_at) AS latest
                FROM events
                GROUP BY seq / {EventBlocks.Size}) AS e ON e.number = b.number
            WHERE b.earliest_at > e.earliest OR b.latest_at < e.latest
            """)),
    ];

    static async Task Compare(Session session, Drift drift)
    {
        for (var texts = await Next(session, 0); texts.Count > 0; texts = await Next(session, texts[^1].Seq))
        {
            var seqs = texts.ConvertAll(text => text.Seq);
            var words = (await session.All(FindWords, row => (Seq: row.Long("seq"), Word: row.Text("word")),
                ("seqs", seqs))).ToLookup(row => row.Seq, row => row.Word);
            foreach (var (seq, message) in texts)
                drift.Compare($"event number {seq}", EventWords.ToIndex(message), words[seq]);
            var entries = EventWords.ToDictionary(texts.SelectMany(text => EventWords.Of(text.Message)).Distinct());
            var known = await session.All(FindEntries, row => row.Text("word"), ("entries", entries));
            drift.Compare("event_dictionary", entries, known);
        }
    }

    static async Task<List<(long Seq, string Message)>> Next(Session session, long after) => await session.All(
        FindTexts, row => (row.Long("seq"), row.Text("message")), ("after", after));

    static readonly Sql FindTexts = new($"""
        SELECT seq, message
        FROM event_texts
        WHERE seq > @after AND message IS NOT NULL
        ORDER BY seq
        LIMIT {AtOnce}
        """);

    static readonly Sql FindWords = new("SELECT seq, word FROM event_words WHERE seq {list seqs}");

    static readonly Sql FindEntries = new("SELECT word FROM event_dictionary WHERE word {list entries}");
}
