using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Deliveries;

/// <summary>Sends a finished delivery again, with the same <c>webhook-id</c>.</summary>
static class RedeliverEvent
{
    /// <param name="WebhookId">The id of the webhook.</param>
    /// <param name="DeliveryId">The id of the delivery.</param>
    public sealed record Input([Id] long WebhookId, [Id] long DeliveryId);

    public static Task<Answer<WebhookDelivery>> Run(Input input, Call call) => call.Write(async session =>
    {
        var webhook = await FindWithRoom(session, call, input.WebhookId);
        var known = await ReadDelivery.Find(session, webhook.Id, input.DeliveryId);
        if (!await Queue.Again(session, known.Id, call.Now))
            throw WebhooksErrors.DeliveryWaits.Refused();
        await Queue.Wake(session, webhook.Id, 1, call.Now);
        return await ReadDelivery.Find(session, webhook.Id, known.Id);
    });

    /// <summary>A webhook that the caller keeps and that can take one more delivery; its row is locked.</summary>
    public static async Task<Webhook> FindWithRoom(Session session, Call call, long id)
    {
        var webhook = await WebhookStore.Hold(session, call, id);
        if (webhook.State != WebhookState.Enabled)
            throw WebhooksErrors.NotEnabled.Refused();
        // What the log brings leaves a tenth of the room.
        return webhook.Waiting < WebhookDelivery.WaitingMax + WebhookDelivery.WaitingMax / 10
            ? webhook
            : throw WebhooksErrors.TooManyWaiting.Refused(WebhookDelivery.WaitingMax);
    }
}
