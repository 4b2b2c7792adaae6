using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Deliveries;

/// <summary>Reads a delivery of a webhook.</summary>
static class ReadDelivery
{
    /// <param name="WebhookId">The id of the webhook.</param>
    /// <param name="DeliveryId">The id of the delivery.</param>
    public sealed record Input([Id] long WebhookId, [Id] long DeliveryId);

    public static Task<WebhookDelivery> Run(Input input, Call call) => call.Read(async session =>
    {
        await WebhookStore.Find(session, call, input.WebhookId);
        return await Find(session, input.WebhookId, input.DeliveryId);
    });

    /// <summary>A delivery of a webhook that the caller keeps.</summary>
    public static async Task<WebhookDelivery> Find(Session session, long webhookId, long id) =>
        await session.One(FindOne, WebhookDelivery.Read, ("webhook", webhookId), ("id", id))
        ?? throw WebhooksErrors.NoSuchDelivery.Refused();

    static readonly Sql FindOne = new($"""
        SELECT {WebhookDelivery.Columns}
        FROM webhook_deliveries d
        WHERE d.id = @id AND d.webhook_id = @webhook
        """);
}
