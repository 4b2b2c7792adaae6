using Kalends.Web.Frame;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Makes a new secret of a webhook, and shows it once; the earlier one signs too for a while.</summary>
static class RenewWebhookSecret
{
    public static async Task<Shown> Run(ReadWebhook.Input input, Visit visit) =>
        AddWebhook.Once((await RotateWebhookSecret.Run(new(input.Id), visit.Call)).Value, visit);
}
