using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;
using Kalends.Scheduling.Closures;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Closures;

/// <summary>Shows the time that is blocked in a calendar, with the form that blocks more.</summary>
static class ShowClosures
{
    public const string Path = "/console/closures";

    /// <param name="ProviderId">The provider; by default the first whose calendar the visitor keeps.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Id] long? ProviderId = null, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var (calendar, choice) = await CalendarChoice.Of(Path, input.ProviderId, visit);
        if (calendar is null)
            return ConsolePage.Of<ClosuresView, ClosuresView.Seen>(
                visit, texts.Calendars.BlockTime, new(null, choice, null, null));
        var zone = visit.Zone ?? Zone.Of(calendar.TimeZone);
        var found = await ListClosures.Run(
            new(calendar.ProviderId), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(Closure one) =>
        [
            texts.Moment(one.StartsAt.InZone(zone)), texts.Moment(one.EndsAt.InZone(zone)),
            new(one.Reason) { Acts = [Reopen(one, texts)] },
        ];
        return ConsolePage.Of<ClosuresView, ClosuresView.Seen>(visit, texts.Calendars.BlockTime, new(
            why is null ? null : texts.Sentence(why), choice, FormOf(calendar.ProviderId, zone, why, texts),
            new RowTable.Seen(
                calendar.Name, [texts.Console.From, texts.Console.To, texts.Console.Reason],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next, "provider_id"),
            }));
    }

    static ActForm.Seen FormOf(long providerId, DateTimeZone zone, Refused? why, Texts texts)
    {
        var faults = FieldFault.Of(why, texts);
        Field.Seen TimeOf(string name, string label) => new(name, $"{label} ({zone.Id})")
        {
            Type = "datetime-local",
            Required = true,
            Fault = faults.FirstOrDefault(fault => fault.Field == name),
        };
        return new ActForm.Seen(Path, texts.Calendars.BlockTime)
        {
            Hidden = [("provider_id", $"{providerId}")],
            Fields =
            [
                TimeOf("starts_local", texts.Console.From), TimeOf("ends_local", texts.Console.To),
                new("reason", texts.Console.Reason) { LengthMax = 500 },
                new("cancel_reservations", texts.Calendars.CancelThoseInIt) { Type = "checkbox" },
            ],
        };
    }

    static ActForm.Seen Reopen(Closure one, Texts texts) =>
        new($"{Path}/{one.Id}/reopen", texts.Calendars.OpenAgain) { Hidden = [("provider_id", $"{one.ProviderId}")] };
}
