using Kalends.Web.Frame;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Sends a test to a webhook, and leads to its delivery.</summary>
static class TryWebhook
{
    public static async Task<Shown> Run(ReadWebhook.Input input, Visit visit)
    {
        var delivery = await TestWebhook.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowDelivery.HrefOf(input.Id, delivery.Value.Id));
    }
}
