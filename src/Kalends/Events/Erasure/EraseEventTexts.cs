using System.Text.Json;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Erasure;

/// <summary>
/// Erases the email address, message and data of events of other systems that have this email address; the events
/// themselves stay in the log.
/// </summary>
static class EraseEventTexts
{
    /// <param name="Email">The email address, exactly as the events have it.</param>
    public sealed record Input([Text(1, 500, Padded = true)] string Email);

    /// <param name="Count">The number of events whose texts were erased, at most 500 at once.</param>
    /// <param name="More">Whether there may be more of them; the same request with a new key erases these.</param>
    public sealed record Erased(int Count, bool More);

    public static Task<Answer<Erased>> Run(Input input, Call call) => call.Write(async session =>
    {
        session.Lock(LockOn.Words, SaveEvent.WordsKey);
        var length = 0L;
        var texts = await session.All(Find, row => (Seq: row.Long("seq"), Length: row.Long("length")),
            ("email", input.Email));
        var seqs = texts.TakeWhile(text => (length += text.Length) <= LengthAtOnce).Select(text => text.Seq).ToList();
        if (seqs.Count == 0)
            return new Erased(0, More: false);

        var words = await session.All(FindWords, row => row.Text("word"), ("seqs", seqs));
        await session.Enqueue(Delete, ("seqs", seqs));
        await Idempotency.ForgetAnswersWith(
            session, $"\"email\":{JsonSerializer.Serialize(input.Email, Json.Options)}");
        var unused = await session.All(DeleteUnused, row => row.Text("word"), ("words", words));
        await session.Enqueue(DeleteEntries, ("entries", EventWords.ToDictionary(unused)));
        await EventLog.Append(
            session, call, new("events", "event_texts.erased", "event_texts", new { seqs.Count }));
        return new Erased(seqs.Count, More: texts.Count == AtOnce || seqs.Count < texts.Count);
    });

    const int AtOnce = 500;

    /// <summary>Characters of messages at once; several times those of the longest message.</summary>
    const int LengthAtOnce = 4 * SaveEvent.MessageMax;

    static readonly Sql Find = new($"""
        SELECT seq, COALESCE(LENGTH(message), 0) AS length
        FROM event_texts
        WHERE email = @email
        ORDER BY seq
        LIMIT {AtOnce}
        """);

    static readonly Sql FindWords = new("SELECT DISTINCT word FROM event_words WHERE seq {list seqs}");

    // The texts' words are deleted with them.
    static readonly Sql Delete = new("DELETE FROM event_texts WHERE seq {list seqs}");

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
