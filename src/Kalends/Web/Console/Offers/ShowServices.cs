using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Offers;

/// <summary>Shows the services that can be booked with a provider, and leads to each and to a new one.</summary>
static class ShowServices
{
    public const string Path = "/console/services";

    /// <param name="ProviderId">The provider; by default the first whose calendar the visitor keeps.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Id] long? ProviderId = null, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var texts = visit.Texts;
        var (calendar, choice) = await CalendarChoice.Of(Path, input.ProviderId, visit);
        if (calendar is null)
            return ConsolePage.Of<ServicesView, ServicesView.Seen>(
                visit, texts.Console.Services, new(choice, null, null));
        var found = await ListServicesOfProvider.Run(
            new(calendar.ProviderId), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(Service one) =>
        [
            new(one.Name, $"{Path}/{one.Id}"), texts.Minutes(one.DurationMinutes), texts.Mode(one.Mode), one.Place,
            one.Active ? texts.Console.Yes : texts.Console.No,
        ];
        return ConsolePage.Of<ServicesView, ServicesView.Seen>(visit, texts.Console.Services, new(
            choice, Href.Of($"{Path}/new", ("provider_id", $"{calendar.ProviderId}")),
            new RowTable.Seen(
                calendar.Name,
                [texts.Console.Name, new(texts.Offers.Duration, IsNumber: true), texts.Offers.Mode, texts.Place,
                    texts.Offers.Active],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next, "provider_id"),
            }));
    }
}
