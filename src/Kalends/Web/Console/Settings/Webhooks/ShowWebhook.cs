using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Web.Frame;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Shows a webhook with its deliveries, the latest first, and what can be done about it.</summary>
static class ShowWebhook
{
    /// <param name="Id">The id of the webhook.</param>
    /// <param name="State">Only deliveries in this state.</param>
    /// <param name="Cursor">The place at which the page of deliveries begins.</param>
    public sealed record Input([Id] long Id, DeliveryState? State = null, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static string HrefOf(long id) => $"{ShowWebhooks.Path}/{id}";

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var webhook = await ReadWebhook.Run(new(input.Id), visit.Call);
        var found = await ListDeliveries.Run(
            new(webhook.Id, State: input.State), new PageRequest(PageMax, input.Cursor), visit.Call);
        var path = HrefOf(webhook.Id);
        return Sheet.Page(visit, new Sheet.Seen(webhook.Url)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Links = [new(texts.Webhooks, ShowWebhooks.Path)],
            Facts =
            [
                (texts.Description, webhook.Description), (visit.Texts.Console.State, visit.Texts.State(webhook.State)),
                (texts.Kinds, webhook.Kinds.Count == 0 ? visit.Texts.Any : string.Join(", ", webhook.Kinds)),
                (texts.Waiting, visit.Texts.Number(webhook.Waiting)),
                (texts.LastSuccess, SettingsFields.Moment(visit, webhook.SucceededAt)),
                (texts.FailingSince, SettingsFields.Moment(visit, webhook.FailingSince)),
            ],
            Acts = ActsOf(webhook, visit),
            Filter = new(path, [new("state", visit.Texts.Console.State) { Choices = StatesOf(visit) }]),
            Parts = [new(texts.Deliveries, new RowTable.Seen(
                texts.Deliveries, [texts.Event, texts.Subject, texts.MadeAt, texts.Attempts, visit.Texts.Console.State],
                [.. found.Items.Select(one => RowOf(one, visit))])
            {
                Pages = Pager.Of(visit, path, found.Next, "state"),
            })],
        });
    }

    static IReadOnlyList<RowTable.Cell> RowOf(WebhookDelivery one, Visit visit) =>
    [
        new(one.Kind ?? one.EventId, ShowDelivery.HrefOf(one.WebhookId, one.Id)), one.Subject,
        SettingsFields.Moment(visit, one.CreatedAt), visit.Texts.Number(one.Attempts),
        new(visit.Texts.State(one.State)) { IsState = true },
    ];

    static IReadOnlyList<ActForm.Seen> ActsOf(Webhook webhook, Visit visit)
    {
        var (texts, path) = (visit.Texts.Settings, HrefOf(webhook.Id));
        return
        [
            .. webhook.State != WebhookState.Enabled
                ? (ActForm.Seen[])[new($"{path}/resume", texts.Resume) { About = texts.ResumeAbout }]
                :
                [
                    new($"{path}/test", texts.Test) { About = texts.TestAbout },
                    new($"{path}/pause", texts.Pause) { About = texts.PauseAbout },
                ],
            new($"{path}/secret", texts.NewSecret) { Opens = texts.NewSecret, About = texts.NewSecretAbout },
            new($"{path}/delete", texts.DeleteWebhook)
            {
                Opens = texts.DeleteWebhook,
                About = texts.DeleteWebhookAbout,
                Warns = true,
            },
        ];
    }

    static IReadOnlyList<Field.Choice> StatesOf(Visit visit) =>
    [
        new("", visit.Texts.Any),
        .. Enum.GetValues<DeliveryState>().Select(
            state => new Field.Choice(EnumText.Of(state), visit.Texts.State(state))),
    ];
}
