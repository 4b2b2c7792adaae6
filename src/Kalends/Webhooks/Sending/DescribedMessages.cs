using Kalends.Events.Public;
using Kalends.Platform.Http;

namespace Kalends.Webhooks.Sending;

/// <summary>The messages of webhooks as OpenAPI describes them.</summary>
static class DescribedMessages
{
    public static readonly IReadOnlyList<OutgoingMessage> All =
    [
        Described(
            "event", "An event of the log, thin or in full as the webhook wants it; its kind is the type.",
            typeof(Message<ThinEvent>), typeof(Message<>).MakeGenericType(EventReader.ShownType)),
        Described(
            "test", "A test that POST /v1/webhooks/{id}/test sends; it belongs to no event.",
            typeof(Message<WebhookTest>)),
    ];

    static OutgoingMessage Described(string name, string summary, params Type[] bodies) => new(
        name, "Webhooks", summary, bodies,
        [
            ("webhook-id", "The id of the message, the same at each repetition."),
            ("webhook-timestamp", "The time of the attempt, in seconds since 1970."),
            ("webhook-signature", "`v1,` and the signature (Standard Webhooks), one for each secret, by blanks."),
        ],
        [
            ("2XX", "The message is delivered."),
            ("410", "The webhook gets nothing any more."),
            ("429", "The webhook waits until the time that `Retry-After` names, at most a day."),
            ("503", "The webhook waits until the time that `Retry-After` names, at most a day."),
            ("default", "The message is repeated, for three days."),
        ]);
}
