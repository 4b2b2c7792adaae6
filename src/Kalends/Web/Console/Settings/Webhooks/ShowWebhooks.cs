using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Web.Frame;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Shows the webhooks that the visitor keeps, and the form that creates one.</summary>
static class ShowWebhooks
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/settings/webhooks";

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var found = await ListWebhooks.Run(new(), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(Webhook one) =>
        [
            new(one.Url, ShowWebhook.HrefOf(one.Id)), one.Description, visit.Texts.Number(one.Waiting),
            SettingsFields.Moment(visit, one.SucceededAt), new(visit.Texts.State(one.State)) { IsState = true },
        ];
        return Sheet.Page(visit, new Sheet.Seen(texts.Webhooks)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Lead = texts.WebhooksAbout,
            Acts = [SettingsFields.Creating(
                visit, Path, texts.CreateWebhook, why,
                new Field.Seen("url", texts.Url) { Type = "url", Required = true, Hint = texts.UrlHint },
                new Field.Seen("description", texts.Description) { LengthMax = 500 },
                new Field.Seen("kinds", texts.Kinds) { Hint = texts.KindsHint, LengthMax = 1000 })],
            Parts = [new(null, new RowTable.Seen(
                texts.Webhooks,
                [
                    texts.Url, texts.Description, new(texts.Waiting, IsNumber: true), texts.LastSuccess,
                    visit.Texts.Console.State,
                ],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }
}
