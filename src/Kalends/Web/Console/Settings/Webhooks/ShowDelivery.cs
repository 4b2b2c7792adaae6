using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Web.Frame;
using Kalends.Webhooks.Deliveries;

namespace Kalends.Web.Console.Settings.Webhooks;

/// <summary>Shows a delivery with its attempts, the latest first, and sends it again.</summary>
static class ShowDelivery
{
    const int AttemptsMax = 50;

    public static string HrefOf(long webhookId, long id) => $"{ShowWebhook.HrefOf(webhookId)}/deliveries/{id}";

    public static Task<Shown> Run(ReadDelivery.Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(ReadDelivery.Input input, Refused refused, Visit visit) =>
        Show(input, visit, refused);

    static async Task<Shown> Show(ReadDelivery.Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var one = await ReadDelivery.Run(input, visit.Call);
        var attempts = await ListAttempts.Run(
            new(input.WebhookId, input.DeliveryId), new PageRequest(AttemptsMax), visit.Call);
        return Sheet.Page(visit, new Sheet.Seen(one.Kind ?? one.EventId)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Links = [new(texts.Deliveries, ShowWebhook.HrefOf(one.WebhookId))],
            Facts =
            [
                (texts.Subject, one.Subject), (texts.MessageId, one.MessageId),
                (visit.Texts.Console.State, visit.Texts.State(one.State)),
                (texts.MadeAt, SettingsFields.Moment(visit, one.CreatedAt)),
                (texts.NextAttempt, SettingsFields.Moment(visit, one.NextAttemptAt)),
            ],
            Acts = one.State == DeliveryState.Waiting
                ? []
                : [new($"{HrefOf(one.WebhookId, one.Id)}/redeliver", texts.Redeliver) { About = texts.RedeliverAbout }],
            Parts = [new(texts.Attempts, new RowTable.Seen(
                texts.Attempts, [texts.MadeAt, new(texts.Milliseconds, IsNumber: true), texts.Outcome, texts.Answer],
                [.. attempts.Items.Select(IReadOnlyList<RowTable.Cell> (attempt) =>
                [
                    SettingsFields.Moment(visit, attempt.AttemptedAt), visit.Texts.Number(attempt.DurationMs),
                    attempt.Problem is { } problem ? EnumText.Of(problem) : SettingsFields.Text(attempt.HttpStatus),
                    attempt.Answer,
                ])]))],
        });
    }
}
