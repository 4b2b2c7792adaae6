using Kalends.Platform.Calls;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>Reads a webhook and how its deliveries go; never its secret.</summary>
static class ReadWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    public sealed record Input([Id] long Id);

    public static Task<Webhook> Run(Input input, Call call) =>
        call.Read(session => WebhookStore.Find(session, call, input.Id));
}
