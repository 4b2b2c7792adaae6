using Kalends.Platform.Calls;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>
/// Replaces all fields of a webhook except its owner. Enabling one that is paused or gone tries all waiting deliveries
/// at once.
/// </summary>
static class ReplaceWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="Webhook">The new fields of the webhook.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the webhook has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Spread] WebhookInput Webhook,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Webhook>> Run(Input input, Call call)
    {
        var wanted = input.Webhook.Checked(call);
        return call.Write(async session =>
        {
            var (known, progress) = await WebhookStore.FindToChange(session, call, input.Id, input.IfMatch);
            return await WebhookStore.Change(session, call, known, wanted, progress);
        });
    }
}
