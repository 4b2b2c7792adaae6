using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>The body of a delivery as Standard Webhooks has it.</summary>
/// <param name="Type">The kind of the event; <c>event</c> if another system gave it none.</param>
/// <param name="Timestamp">The time of the event.</param>
/// <param name="Data">The event.</param>
sealed record Message<TData>(string Type, Instant Timestamp, TData Data)
{
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Options);
}

/// <summary>Kind, ids and times of an event; the API tells the rest.</summary>
/// <param name="Id">The UUID of the event.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="CreatedAt">The time when it was saved.</param>
/// <param name="Component">The system or the part of it that saved it.</param>
/// <param name="Kind">What happened, such as <c>reservation.confirmed</c>.</param>
/// <param name="Subject">What it is about, such as <c>reservation/12</c>.</param>
/// <param name="ProviderId">The provider whom it is about.</param>
/// <param name="Truncated">True if the event was wanted in full and is too large.</param>
sealed record ThinEvent(
    string Id, string Position, Instant CreatedAt, string? Component, string? Kind, string? Subject, long? ProviderId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Truncated);

/// <summary>What a test tells.</summary>
/// <param name="WebhookId">The id of the webhook.</param>
sealed record WebhookTest(long WebhookId);

/// <summary>The bodies of deliveries.</summary>
static class Message
{
    /// <summary>The most characters of an event's JSON in a delivery; a larger one is sent thin.</summary>
    public const int EventMax = 256 << 10;

    const string NoKind = "event";

    public static byte[] Of(SeenEvent happened, WebhookPayload payload)
    {
        var full = payload == WebhookPayload.Full ? happened.Shown() : (RawJson?)null;
        var (type, at) = (happened.Kind ?? NoKind, happened.CreatedAt);
        return full is { Text.Length: <= EventMax } shown
            ? new Message<RawJson>(type, at, shown).Body()
            : new Message<ThinEvent>(type, at, new(
                happened.Id, happened.Position, happened.CreatedAt, happened.Component, happened.Kind, happened.Subject,
                happened.ProviderId, full is null ? null : true)).Body();
    }

    public static byte[] OfTest(long webhookId, Instant at) =>
        new Message<WebhookTest>(WebhookDelivery.TestKind, at, new(webhookId)).Body();
}
