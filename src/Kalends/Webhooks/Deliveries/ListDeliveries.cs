using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Deliveries;

/// <summary>
/// Lists the deliveries of a webhook, the newest first. Finished ones are kept for two weeks, or as long as the
/// operator has set.
/// </summary>
static class ListDeliveries
{
    /// <param name="WebhookId">The id of the webhook.</param>
    /// <param name="EventId">Only the delivery of this event.</param>
    /// <param name="State">Only deliveries in this state.</param>
    public sealed record Input([Id] long WebhookId, [Text(1, 64)] string? EventId = null, DeliveryState? State = null);

    public static Task<Page<WebhookDelivery>> Run(Input input, PageRequest page, Call call) =>
        call.Read(async session =>
        {
            await WebhookStore.Find(session, call, input.WebhookId);
            return await new ListQuery<WebhookDelivery>(
                Newest, WebhookDelivery.Read, WebhookDelivery.Columns, "webhook_deliveries d")
                .Where("d.webhook_id = {0}", input.WebhookId)
                .Where("d.event_id = {0}", input.EventId)
                .Where("d.state = {0}", input.State)
                .Page(session, page);
        });

    static readonly Keyset<WebhookDelivery> Newest =
        new("newest", new Key<WebhookDelivery>("d.id", delivery => delivery.Id, descends: true));
}
