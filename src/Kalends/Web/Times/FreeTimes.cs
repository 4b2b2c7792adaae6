using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Availability;
using Kalends.Scheduling.Slots;

namespace Kalends.Web.Times;

/// <summary>The days of a month on which a provider is free, and the free times of one of them.</summary>
/// <param name="Zone">The time zone in which days and times are told.</param>
/// <param name="Month">The month.</param>
/// <param name="Days">The free days of the month.</param>
/// <param name="Day">The day whose times are told; null if the month has no free day.</param>
/// <param name="Slots">The free times of the day.</param>
sealed record FreeTimes(
    DateTimeZone Zone, YearMonth Month, IReadOnlySet<LocalDate> Days, LocalDate? Day, IReadOnlyList<SlotView> Slots)
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="ServiceId">The service that is to be booked; null for single slots.</param>
    /// <param name="Month">The month; by default that of the day, or of the first free time.</param>
    /// <param name="Day">The day; by default the first free one.</param>
    public sealed record Asked(long ProviderId, long? ServiceId, YearMonth? Month, DateOnly? Day);

    public static async Task<FreeTimes> Find(Asked asked, DateTimeZone zone, Call call)
    {
        // Months and days so far away have no times.
        var given = asked.Day is { Year: >= 1900 and <= 9000 } date ? LocalDate.FromDateOnly(date) : (LocalDate?)null;
        var month = given?.ToYearMonth() ?? asked.Month ?? await FirstMonth(asked, zone, call);
        var found = await ListFreeDays.Run(new(asked.ProviderId, month, asked.ServiceId, zone.Id), call);
        var days = found.Items.Select(day => LocalDate.FromDateOnly(day.Date)).ToHashSet();
        var day = given ?? (days.Count > 0 ? days.Min() : null as LocalDate?);
        return new FreeTimes(
            zone, month, days, day, day is { } chosen ? await SlotsOf(chosen, asked, zone, call) : []);
    }

    static async Task<YearMonth> FirstMonth(Asked asked, DateTimeZone zone, Call call)
    {
        var first = await FindFirstSlots.Run(
            new(asked.ServiceId, ProviderIds: [asked.ProviderId], Limit: 1), call);
        return Months.Of(first.Items.Count > 0 ? first.Items[0].StartsAt : call.Now, zone);
    }

    static async Task<IReadOnlyList<SlotView>> SlotsOf(LocalDate day, Asked asked, DateTimeZone zone, Call call)
    {
        var (from, to) = (zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
        return (await ListSlots.Run(new(asked.ProviderId, from, to, asked.ServiceId), call)).Items;
    }
}
