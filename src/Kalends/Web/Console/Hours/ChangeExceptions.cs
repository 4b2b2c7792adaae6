using Kalends.Platform.Calls;
using Kalends.Scheduling.Hours;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Hours;

/// <summary>Adds an exception from the weekly hours of a provider, or removes one; the rest stays.</summary>
static class ChangeExceptions
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="Date">The date, on which the weekly hours do not apply.</param>
    /// <param name="IfMatch">The ETag of the hours as the page shows them.</param>
    /// <param name="Stretches">The hours of the date; it is free if there are none.</param>
    /// <param name="Reason">The reason, for those who keep the calendar.</param>
    public sealed record Added(
        [Id] long ProviderId, DateOnly Date, [Text(1, EntityTag.ListMax)] string IfMatch,
        [Text(0, SaveHours.TextMax)] string? Stretches = null, [Text(0, 500)] string? Reason = null);

    /// <param name="ProviderId">The provider.</param>
    /// <param name="Date">The date.</param>
    /// <param name="IfMatch">The ETag of the hours as the page shows them.</param>
    public sealed record Removed([Id] long ProviderId, DateOnly Date, [Text(1, EntityTag.ListMax)] string IfMatch);

    public static async Task<Shown> Add(Added input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        var (slotMinutes, serviceIds) = known.On(input.Date) is { Stretches.Count: > 0 } day
            ? (day.SlotMinutes, day.ServiceIds)
            : (known.Rules is [var rule, ..] ? rule.SlotMinutes : ShowHours.SlotMinutesDefault, null);
        await Put(
            new HoursException(
                input.Date, HoursText.Read(input.Stretches, "stretches"), input.Reason ?? "", serviceIds, slotMinutes),
            known, input.IfMatch, visit);
        return Shown.Elsewhere(visit.Here);
    }

    public static async Task<Shown> Remove(Removed input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        await Drop(input.Date, known, input.IfMatch, visit);
        return Shown.Elsewhere(visit.Here);
    }

    /// <summary>Stores the hours of a date beside the other exceptions.</summary>
    public static Task<WorkingHours> Put(HoursException day, WorkingHours known, string ifMatch, Visit visit) => Store(
        known, [.. known.Exceptions.Where(one => one.Date != day.Date), day], ifMatch, visit);

    /// <summary>Lets the weekly hours apply on a date again.</summary>
    public static Task<WorkingHours> Drop(DateOnly date, WorkingHours known, string ifMatch, Visit visit) =>
        Store(known, [.. known.Exceptions.Where(one => one.Date != date)], ifMatch, visit);

    static async Task<WorkingHours> Store(
        WorkingHours known, IReadOnlyList<HoursException> exceptions, string ifMatch, Visit visit)
    {
        if (exceptions.Count > HoursException.Max)
            throw Refused.InvalidParameter(
                "date", FaultCode.Count, $"There are at most {HoursException.Max} exceptions.");
        return (await ReplaceWorkingHours.Run(
            new(known.ProviderId, known.TimeZone, known.Rules, exceptions, ifMatch), visit.Call)).Value.WorkingHours;
    }
}
