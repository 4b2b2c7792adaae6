using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Events;

/// <summary>Saves an event of another system to the log.</summary>
static class SaveEvent
{
    /// <summary>The maximum length of a message in characters.</summary>
    public const int MessageMax = 65_536;

    const int DataMax = 262_144;

    /// <param name="Component">The part of a system that reported the event.</param>
    /// <param name="Kind">The kind of event, such as <c>order.placed</c>.</param>
    /// <param name="Subject">The thing that the event is about, such as <c>order/12</c>.</param>
    /// <param name="Email">The email address of the person concerned.</param>
    /// <param name="Environment">The environment of the event, such as <c>production</c>.</param>
    /// <param name="Message">A description of the event in words, which searches can find.</param>
    /// <param name="Data">The facts, as any JSON value of at most 262,144 characters.</param>
    public sealed record Input(
        [Text(1, 200)] string Component, [Text(1, 200)] string? Kind = null, [Text(1, 200)] string? Subject = null,
        [Text(0, 500)] string? Email = null, [Text(0, 500)] string? Environment = null,
        [Text(0, MessageMax, Raw = true)] string? Message = null, RawJson? Data = null);

    public static Task<Answer<LoggedEvent>> Run(Input input, Call call) => Store(
        new NewEvent(input.Component, input.Email, input.Environment, input.Message, input.Data)
        {
            Kind = input.Kind,
            Subject = input.Subject,
        }, call);

    public sealed record NewEvent(
        string? Component, string? Email, string? Environment, string? Message, RawJson? Data)
    {
        public string? Kind { get; init; }

        public string? Subject { get; init; }
    }

    public static Task<Answer<LoggedEvent>> Store(NewEvent happened, Call call)
    {
        if (happened.Data is { } data && !Spelling.Fits(data.Text, DataMax))
            throw Refused.Invalid("/data", FaultCode.TooLong, $"data must have at most {DataMax} characters.");

        var words = EventWords.ToIndex(happened.Message ?? "");
        var entries = EventWords.ToDictionary(EventWords.Of(happened.Message ?? ""));
        var id = TimedId.New(call.Now);
        return call.Write(async session =>
        {
            session.Announce();
            if (words.Count > 0)
                session.Lock(LockOn.WordsShared, WordsKey);
            var seq = (await session.Number(Insert,
                ("id", id), ("now", call.Now), ("component", happened.Component), ("kind", happened.Kind),
                ("subject", happened.Subject), ("actor", call.Caller.UserId),
                ("environment", happened.Environment)))!.Value;
            if ((happened.Email ?? happened.Message ?? happened.Data?.Text) is not null)
                await session.Enqueue(InsertText,
                    ("seq", seq), ("email", happened.Email), ("message", happened.Message),
                    ("data", happened.Data?.Text));
            if (words.Count > 0)
            {
                await session.Enqueue(InsertWords, ("seq", seq), ("words", words));
                await session.Enqueue(InsertDictionary, ("entries", entries));
            }
            return new LoggedEvent(
                id, LogCursor.Write(seq), call.Now, happened.Component, happened.Kind, happened.Subject,
                call.Caller.UserId, ProviderId: null, happened.Email, happened.Environment, happened.Message,
                happened.Data);
        });
    }

    public static readonly Sql Insert = new("""
        INSERT INTO events (id, created_at, component, kind, subject, actor, environment, external)
        VALUES (@id, @now, @component, @kind, @subject, @actor, @environment, 1)
        RETURNING seq AS n
        """);

    public static readonly Sql InsertText = new("""
        INSERT INTO event_texts (seq, email, message, data)
        VALUES (@seq, @email, @message, @data)
        """);

    /// <summary>The key of the lock on the words of the log, of which there is one.</summary>
    public static readonly Sql WordsKey = new("SELECT CAST(0 AS BIGINT) AS key");

    static readonly Sql InsertWords = new("""
        INSERT INTO event_words (word, seq)
        SELECT value, @seq FROM {rows words}
        """);

    // The words are inserted in byte order, so that two writers of the same new words wait for each other but never
    // deadlock.
    static readonly Sql InsertDictionary = new("""
        INSERT INTO event_dictionary (word)
        SELECT value FROM {rows entries} WHERE TRUE
        ON CONFLICT DO NOTHING
        """);
}
