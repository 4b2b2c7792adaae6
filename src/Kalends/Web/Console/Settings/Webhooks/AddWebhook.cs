using Kalends.Platform.Calls;
using Kalends.Web.Frame;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Creates a webhook of the visitor's organisation, or of the visitor, and shows its secret once.</summary>
static class AddWebhook
{
    /// <param name="Url">The address that gets the events.</param>
    /// <param name="Description">What it is for.</param>
    /// <param name="Kinds">The kinds of events, with blanks between them; all if left out.</param>
    public sealed record Input(
        [Text(1, ReceiverAddress.Max)] string Url, [Text(0, 500)] string? Description = null,
        [Text(0, 1000)] string? Kinds = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var kinds = input.Kinds?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var made = await CreateWebhook.Run(
            new(new(input.Url, input.Description, kinds), visit.Call.Scope.OrganisationId), visit.Call);
        return Once(made.Value, visit);
    }

    /// <summary>The page that shows a secret, and which nobody finds again.</summary>
    public static Shown Once(CreateWebhook.Made made, Visit visit) => Sheet.Page(visit, new Sheet.Seen(made.Webhook.Url)
    {
        Lead = visit.Texts.Settings.ShownOnce,
        Facts = [(visit.Texts.Settings.Secret, made.Secret)],
        Links = [new(made.Webhook.Url, ShowWebhook.HrefOf(made.Webhook.Id))],
    });
}
