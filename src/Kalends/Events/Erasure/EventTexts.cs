using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Erasure;

/// <summary>The texts about people, with their words in the index and the dictionary.</summary>
static class EventTexts
{
    /// <summary>
    /// Erases at most 500 texts that have one of these addresses or are about a client; says whether there may be more.
    /// </summary>
    public static async Task<(int Count, bool More)> Erase(
        Session session, Call call, IReadOnlyList<string> addresses, long? clientId)
    {
        Hold(session);
        var length = 0L;
        var texts = await session.All(Find, row => (Seq: row.Long("seq"), Length: row.Long("length")),
            ("addresses", addresses), ("client", clientId));
        var seqs = texts.TakeWhile(text => (length += text.Length) <= LengthAtOnce).Select(text => text.Seq).ToList();
        if (seqs.Count == 0)
            return (0, false);

        await Delete(session, seqs);
        await EventLog.Append(
            session, call, new("events", "event_texts.erased", "event_texts", new { seqs.Count }));
        return (seqs.Count, texts.Count == AtOnce || seqs.Count < texts.Count);
    }

    /// <summary>Locks the words; the caller deletes texts.</summary>
    public static void Hold(Session session) => session.Lock(LockOn.Words, SaveEvent.WordsKey);

    /// <summary>
    /// Deletes texts by their numbers, with the words that no other text has; the caller holds the words.
    /// </summary>
    public static async Task Delete(Session session, IReadOnlyList<long> seqs)
    {
        var words = await session.All(FindWords, row => row.Text("word"), ("seqs", seqs));
        await session.Enqueue(DeleteTexts, ("seqs", seqs));
        var unused = await session.All(DeleteUnused, row => row.Text("word"), ("words", words));
        await session.Enqueue(DeleteEntries, ("entries", EventWords.ToDictionary(unused)));
    }

    const int AtOnce = 500;

    /// <summary>Characters of messages at once; several times those of the longest message.</summary>
    const int LengthAtOnce = 4 * SaveEvent.MessageMax;

    static readonly Sql Find = new($$"""
        SELECT seq, COALESCE(LENGTH(message), 0) AS length
        FROM event_texts
        WHERE email {list addresses} OR client_id = @client
        ORDER BY seq
        LIMIT {{AtOnce}}
        """);

    static readonly Sql FindWords = new("SELECT DISTINCT word FROM event_words WHERE seq {list seqs}");

    // The texts' words are deleted with them.
    static readonly Sql DeleteTexts = new("DELETE FROM event_texts WHERE seq {list seqs}");

    // Those who save a message add its words under the same lock, so that no word is deleted that another event is
    // getting.
    static readonly Sql DeleteUnused = new("""
        DELETE FROM event_dictionary
        WHERE word {list words}
          AND NOT EXISTS (SELECT 1 FROM event_words WHERE event_words.word = event_dictionary.word)
        RETURNING word
        """);

    static readonly Sql DeleteEntries = new("DELETE FROM event_dictionary WHERE word {list entries}");
}
