using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>
/// Lists the webhooks of the caller and of the organisation that they manage, in the order of their ids; an admin sees
/// all.
/// </summary>
static class ListWebhooks
{
    /// <param name="OrganisationId">Only webhooks of this organisation.</param>
    /// <param name="State">Only webhooks in this state.</param>
    public sealed record Input([Id] long? OrganisationId = null, WebhookState? State = null);

    public static Task<Page<Webhook>> Run(Input input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<Webhook>(ById, Webhook.Read, Webhook.Columns, "webhooks w", Webhook.Kept(call))
            .LedBy(("w.organisation_id", input.OrganisationId))
            .Where("w.state = {0}", input.State)
            .Where(Webhook.IsKept)
            .Page(session, page));

    static readonly Keyset<Webhook> ById = new("id", new Key<Webhook>("w.id", webhook => webhook.Id));
}
