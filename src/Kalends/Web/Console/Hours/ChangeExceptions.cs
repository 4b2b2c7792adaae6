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
        var slotMinutes = known.Rules is [var rule, ..] ? rule.SlotMinutes : ShowHours.SlotMinutesDefault;
        var added = new HoursException(
            input.Date, HoursText.Read(input.Stretches, "stretches"), input.Reason ?? "", SlotMinutes: slotMinutes);
        return await Store(
            known, [.. known.Exceptions.Where(one => one.Date != input.Date), added], input.IfMatch, visit);
    }

    public static async Task<Shown> Remove(Removed input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        return await Store(
            known, [.. known.Exceptions.Where(one => one.Date != input.Date)], input.IfMatch, visit);
    }

    static async Task<Shown> Store(
        WorkingHours known, IReadOnlyList<HoursException> exceptions, string ifMatch, Visit visit)
    {
        if (exceptions.Count > HoursException.Max)
            throw Refused.InvalidParameter(
                "date", FaultCode.Count, $"There are at most {HoursException.Max} exceptions.");
        await ReplaceWorkingHours.Run(
            new(known.ProviderId, known.TimeZone, known.Rules, exceptions, ifMatch), visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
