using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Deliveries;

/// <summary>Lists the attempts of a delivery, the latest first, with the answers of the receiver.</summary>
static class ListAttempts
{
    /// <param name="WebhookId">The id of the webhook.</param>
    /// <param name="DeliveryId">The id of the delivery.</param>
    public sealed record Input([Id] long WebhookId, [Id] long DeliveryId);

    public static Task<Page<WebhookAttempt>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await WebhookStore.Find(session, call, input.WebhookId);
        await ReadDelivery.Find(session, input.WebhookId, input.DeliveryId);
        return await new ListQuery<WebhookAttempt>(
            Latest, WebhookAttempt.Read, WebhookAttempt.Columns, "webhook_attempts")
            .Where("delivery_id = {0}", input.DeliveryId)
            .Page(session, page);
    });

    static readonly Keyset<WebhookAttempt> Latest =
        new("latest", new Key<WebhookAttempt>("id", attempt => attempt.Id, descends: true));
}
