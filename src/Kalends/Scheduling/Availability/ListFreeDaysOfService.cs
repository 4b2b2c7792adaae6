using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>A day on which somebody who offers a service can be booked.</summary>
/// <param name="Date">The date in the time zone of the answer.</param>
/// <param name="First">The first start on it; of equal starts that of the lowest id of a provider.</param>
sealed record FreeDayOfService(DateOnly Date, FirstSlot First);

/// <summary>The days of a month on which somebody who offers a service can be booked.</summary>
/// <param name="Month">The month.</param>
/// <param name="TimeZone">The IANA name of the time zone in which days are counted.</param>
/// <param name="Items">The days with a start that can be booked, in order.</param>
/// <param name="SearchedUntil">
/// The instant up to which the days are complete; null if the whole month is. A search that finds little in much time
/// ends early.
/// </param>
sealed record FreeDaysOfService(
    YearMonth Month, string TimeZone, IReadOnlyList<FreeDayOfService> Items, Instant? SearchedUntil);

/// <summary>
/// Lists the days of a month on which a service can be booked now with anybody who offers it, for date pickers.
/// </summary>
static class ListFreeDaysOfService
{
    /// <param name="ServiceId">The id of the service.</param>
    /// <param name="TimeZone">The IANA name of the time zone in which days are counted.</param>
    /// <param name="Month">The month; by default the present one.</param>
    public sealed record Input(
        [Id] long ServiceId, [Text(1, 100)] string TimeZone, YearMonth? Month = null);

    /// <summary>The number of searches that may end before they find a day.</summary>
    const int UnfinishedMax = 8;

    public static Task<FreeDaysOfService> Run(Input input, Call call)
    {
        var zone = Zone.Asked(input.TimeZone)!;
        var month = input.Month ?? Months.Of(call.Now, zone);
        return call.Read(async session =>
        {
            var search = await FindFirstSlots.SearchOf(session, call, new(
                ServiceId: input.ServiceId, From: month.Start(zone),
                To: Instant.Max(call.Now, month.Next.Start(zone))));
            var days = new List<FreeDayOfService>();
            var until = await Find(await search.Begin(session, call), zone, days.Add);
            return new FreeDaysOfService(month, zone.Id, days, until);
        });
    }

    /// <summary>
    /// Goes from one free day to the next, by the first start behind each, and answers where it had to end.
    /// </summary>
    static async Task<Instant?> Find(SlotSearch.Begun search, DateTimeZone zone, Action<FreeDayOfService> add)
    {
        Spot? after = null;
        for (var unfinished = 0; ;)
        {
            var found = await search.Find(after, 1);
            if (found.Slots is [var first])
            {
                var date = first.StartsAt.InZone(zone).Date;
                add(new FreeDayOfService(date.ToDateOnly(), first));
                after = new Spot(zone.AtStartOfDay(date.PlusDays(1)).ToInstant(), ProviderId: 0);
            }
            else if (found.Stopped is not { } spot || ++unfinished > UnfinishedMax)
                return found.Stopped?.Start;
            else
                after = spot;
        }
    }
}
