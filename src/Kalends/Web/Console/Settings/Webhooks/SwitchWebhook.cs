using System.Text.Json.Nodes;
using Kalends.Platform.Http;
using Kalends.Web.Frame;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Pauses a webhook, or resumes it; what happens meanwhile is sent later.</summary>
static class SwitchWebhook
{
    public static Task<Shown> Off(ReadWebhook.Input input, Visit visit) => Switch(input.Id, isOn: false, visit);

    public static Task<Shown> On(ReadWebhook.Input input, Visit visit) => Switch(input.Id, isOn: true, visit);

    static async Task<Shown> Switch(long id, bool isOn, Visit visit)
    {
        var change = new MergePatch<WebhookInput>(new JsonObject { ["enabled"] = isOn });
        await PatchWebhook.Run(new(id, change), visit.Call);
        return Shown.Elsewhere(ShowWebhook.HrefOf(id));
    }
}
