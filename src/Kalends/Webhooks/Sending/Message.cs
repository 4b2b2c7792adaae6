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
sealed record Message(string Type, Instant Timestamp, object Data)
{
    /// <summary>The most characters of an event's JSON in a delivery; a larger one is sent thin.</summary>
    public const int EventMax = 256 << 10;

    const string NoKind = "event";

    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Options);

    public static Message Of(SeenEvent happened, WebhookPayload payload)
    {
        var full = payload == WebhookPayload.Full ? happened.Shown() : (RawJson?)null;
        object data = full is { Text.Length: <= EventMax } shown
            ? shown
            : new Thin(
                happened.Id, happened.Position, happened.CreatedAt, happened.Component, happened.Kind, happened.Subject,
                happened.ProviderId, Truncated: full is not null);
        return new(happened.Kind ?? NoKind, happened.CreatedAt, data);
    }

    public static Message OfTest(long webhookId, Instant at) => new(WebhookDelivery.TestKind, at, new Test(webhookId));

    sealed record Thin(
        string Id, string Position, Instant CreatedAt, string? Component, string? Kind, string? Subject,
        long? ProviderId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Truncated);

    sealed record Test(long WebhookId);
}
