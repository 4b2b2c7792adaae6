using Kalends.Web.Frame;
using Kalends.Webhooks.Deliveries;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Sends a finished delivery again.</summary>
static class SendAgain
{
    public static async Task<Shown> Run(ReadDelivery.Input input, Visit visit)
    {
        await RedeliverEvent.Run(new(input.WebhookId, input.DeliveryId), visit.Call);
        return Shown.Elsewhere(ShowDelivery.HrefOf(input.WebhookId, input.DeliveryId));
    }
}
