using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Deliveries;

/// <summary>The state of a delivery.</summary>
enum DeliveryState
{
    /// <summary>It waits for its next attempt.</summary>
    Waiting,

    /// <summary>The receiver has accepted it (2xx).</summary>
    Delivered,

    /// <summary>It was given up after three days, while other deliveries of the webhook succeeded.</summary>
    Failed,

    /// <summary>It was not sent, because the owner of the webhook may not read the event any more.</summary>
    Withheld,
}

/// <summary>An event that is sent to a webhook.</summary>
/// <param name="Id">The id of the delivery.</param>
/// <param name="WebhookId">The id of the webhook.</param>
/// <param name="MessageId">The <c>webhook-id</c> that the receiver gets, the same at each attempt and replay.</param>
/// <param name="EventId">The UUID of the event; a test has one of its own.</param>
/// <param name="Kind">The kind of the event.</param>
/// <param name="Subject">The subject of the event.</param>
/// <param name="CreatedAt">The time when it was queued.</param>
/// <param name="State">The state of the delivery.</param>
/// <param name="Attempts">The number of attempts so far.</param>
/// <param name="FailingSince">The time of the first of the attempts that have failed in a row.</param>
/// <param name="NextAttemptAt">The earliest time of the next attempt; null if there will be none.</param>
/// <param name="FinishedAt">The time when it was delivered or given up.</param>
sealed record WebhookDelivery(
    long Id, long WebhookId, string MessageId, string EventId, string? Kind, string? Subject, Instant CreatedAt,
    DeliveryState State, long Attempts, Instant? FailingSince, Instant? NextAttemptAt, Instant? FinishedAt)
{
    /// <summary>The most deliveries of a webhook that wait; further events are queued later.</summary>
    public const int WaitingMax = 1000;

    /// <summary>The most deliveries that wait where earlier events are queued, many at a time.</summary>
    public const int RoomMax = WaitingMax / 2;

    /// <summary>The kind of a test.</summary>
    public const string TestKind = "webhook.test";

    /// <summary>The columns that <see cref="Read"/> reads, of a delivery <c>d</c>.</summary>
    public const string Columns = """
        d.id, d.webhook_id, d.event_id, d.kind, d.subject, d.created_at, d.state, d.attempts, d.failing_since,
        d.next_attempt_at, d.finished_at
        """;

    public static WebhookDelivery Read(Row row) => new(
        row.Long("id"), row.Long("webhook_id"), MessageIdOf(row.Long("webhook_id"), row.Text("event_id")),
        row.Text("event_id"), row.TextOrNull("kind"), row.TextOrNull("subject"), row.At("created_at"),
        row.Word<DeliveryState>("state"), row.Long("attempts"), row.AtOrNull("failing_since"),
        row.AtOrNull("next_attempt_at"), row.AtOrNull("finished_at"));

    /// <summary>
    /// Names a message by its webhook and its event alone, so that the receiver recognises every repetition.
    /// </summary>
    public static string MessageIdOf(long webhookId, string eventId) =>
        $"msg_{webhookId}_{eventId.Replace("-", "", StringComparison.Ordinal)}";
}
