using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>
/// Changes some fields of a webhook; null removes a value. Enabling one that is paused or gone tries all waiting
/// deliveries at once.
/// </summary>
static class PatchWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="Webhook">The fields that change; lists are replaced as a whole.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the webhook has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, MergePatch<WebhookInput> Webhook,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Webhook>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (known, progress) = await WebhookStore.FindToChange(session, call, input.Id, input.IfMatch);
        var wanted = input.Webhook.On(WebhookInput.Of(known)).Checked(call);
        return await WebhookStore.Change(session, call, known, wanted, progress);
    });
}
