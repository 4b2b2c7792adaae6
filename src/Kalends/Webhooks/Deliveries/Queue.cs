using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Deliveries;

/// <summary>The deliveries of webhooks that wait.</summary>
static class Queue
{
    /// <summary>Queues the delivery of an event, unless it was queued before.</summary>
    public static ValueTask Add(Session session, long webhookId, SeenEvent happened, Instant now) =>
        session.Enqueue(Insert, Values(webhookId, happened, now));

    /// <summary>Queues the delivery of an event; one that was finished is made again.</summary>
    public static ValueTask AddAgain(Session session, long webhookId, SeenEvent happened, Instant now) =>
        session.Enqueue(Upsert, Values(webhookId, happened, now));

    static (string, object?)[] Values(long webhookId, SeenEvent happened, Instant now) =>
    [
        ("webhook", webhookId), ("event", happened.Id), ("seq", happened.Number), ("kind", happened.Kind),
        ("subject", happened.Subject), ("now", now),
    ];

    /// <summary>Queues a delivery that belongs to no event of the log, and returns its id.</summary>
    public static async Task<long> AddTest(Session session, long webhookId, string subject, string id, Instant now) =>
        (await session.Number(InsertTest, ("webhook", webhookId), ("event", id), ("kind", WebhookDelivery.TestKind),
            ("subject", subject), ("now", now)))!.Value;

    /// <summary>Lets a finished delivery be attempted again; false if it waits already.</summary>
    public static async Task<bool> Again(Session session, long id, Instant now) =>
        await session.Run(MakeWait, ("id", id), ("now", now)) == 1;

    /// <summary>
    /// Counts deliveries that were queued for a webhook, and has it looked at; the caller holds its row.
    /// </summary>
    public static ValueTask Wake(Session session, long webhookId, long added, Instant now) =>
        session.Enqueue(MarkDue, ("id", webhookId), ("added", added), ("now", now));

    const string Columns = """
        INSERT INTO webhook_deliveries
            (webhook_id, event_id, seq, kind, subject, created_at, state, next_attempt_at)
        """;

    static readonly Sql Insert = new($"""
        {Columns}
        VALUES (@webhook, @event, @seq, @kind, @subject, @now, 'waiting', @now)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql Upsert = new($"""
        {Columns}
        VALUES (@webhook, @event, @seq, @kind, @subject, @now, 'waiting', @now)
        ON CONFLICT (webhook_id, event_id) DO UPDATE
        SET state = 'waiting', failures = 0, failing_since = NULL, next_attempt_at = excluded.next_attempt_at,
            finished_at = NULL
        """);

    static readonly Sql InsertTest = new($"""
        {Columns}
        VALUES (@webhook, @event, NULL, @kind, @subject, @now, 'waiting', @now)
        RETURNING id AS n
        """);

    static readonly Sql MakeWait = new("""
        UPDATE webhook_deliveries
        SET state = 'waiting', failures = 0, failing_since = NULL, next_attempt_at = @now, finished_at = NULL
        WHERE id = @id AND state <> 'waiting'
        """);

    static readonly Sql MarkDue = new("""
        UPDATE webhooks
        SET waiting = waiting + @added, due_at = CASE
            WHEN due_at <= @now THEN due_at
            WHEN waits_until > @now THEN waits_until
            ELSE @now
        END
        WHERE id = @id
        """);
}
