using Kalends.Web.Frame;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Deletes a webhook.</summary>
static class RemoveWebhook
{
    public static async Task<Shown> Run(ReadWebhook.Input input, Visit visit)
    {
        await DeleteWebhook.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowWebhooks.Path);
    }
}
