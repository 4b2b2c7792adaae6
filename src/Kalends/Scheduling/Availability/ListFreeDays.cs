using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>A day on which a provider can be booked.</summary>
/// <param name="Date">The date in the time zone of the answer.</param>
/// <param name="Starts">The number of starts that can be booked on it.</param>
readonly record struct FreeDay(DateOnly Date, int Starts);

/// <summary>The days of a month on which a provider can be booked.</summary>
/// <param name="Month">The month.</param>
/// <param name="TimeZone">The IANA name of the time zone in which days are counted.</param>
/// <param name="Items">The days with a start that can be booked, in order.</param>
sealed record FreeDays(YearMonth Month, string TimeZone, IReadOnlyList<FreeDay> Items);

/// <summary>Lists the days of a month on which a provider can be booked now, for date pickers.</summary>
static class ListFreeDays
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="Month">The month; by default the present one.</param>
    /// <param name="ServiceId">Only starts at which this service fits; otherwise single slots are counted.</param>
    /// <param name="TimeZone">
    /// The IANA name of the time zone in which days are counted; by default the provider's.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId, YearMonth? Month = null, [Id] long? ServiceId = null,
        [Text(1, 100)] string? TimeZone = null);

    public static Task<FreeDays> Run(Input input, Call call)
    {
        var asked = Zone.Asked(input.TimeZone);
        return call.Read(async session =>
        {
            await Publication.Check(session, call, input.ProviderId);
            await Provider.Find(session, input.ProviderId);
            var zone = asked ?? (await Policy.Find(session, call, input.ProviderId, serviceId: null)).Zone;
            var month = input.Month ?? Months.Of(call.Now, zone);
            var window = new Interval(month.Start(zone), month.Next.Start(zone));
            var service = input.ServiceId is { } id ? await Offers.Find(session, id, input.ProviderId) : null;
            var starts = await Starts.Load(session, call, input.ProviderId, window, service);
            var days = starts.Free()
                .CountBy(slot => slot.StartsAt.InZone(zone).Date)
                .Select(day => new FreeDay(day.Key.ToDateOnly(), day.Value))
                .ToList();
            return new FreeDays(month, zone.Id, days);
        });
    }
}
