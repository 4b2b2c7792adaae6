using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling.Hours;
using Kalends.Web.Console.Hours;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Calendars;

/// <summary>
/// Changes the hours of one day by the start or the end of a stretch, which was pulled elsewhere; weekly hours stay.
/// </summary>
static class StretchHours
{
    public const string Path = $"{ShowCalendar.Path}/hours";

    /// <param name="ProviderId">The provider.</param>
    /// <param name="Edge">Which side of the stretch was pulled.</param>
    /// <param name="WasAt">Where that side was.</param>
    /// <param name="At">Where it is to be.</param>
    /// <param name="IfMatch">The ETag of the hours as the page shows them.</param>
    public sealed record Input(
        [Id] long ProviderId, EdgeSide Edge, Instant WasAt, Instant At, [Text(1, EntityTag.ListMax)] string IfMatch);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        // What was pulled is found in the hours that the page showed, or not at all.
        EntityTag.Check(input.IfMatch, known.Version);
        var edge = HoursEdge.Find(known, input.Edge, input.WasAt, visit.Call.Now) ?? throw Refused.InvalidParameter(
            "was_at", FaultCode.OutOfRange, "was_at must be where a stretch of hours ahead starts or ends.");
        var day = edge.MovedTo(input.At, Zone.Of(known.TimeZone), "at");
        var stored = await ChangeExceptions.Put(day, known, known.Tag.ToString(), visit);
        return Shown.Elsewhere(ShowCalendar.Telling(visit.Here, StretchBack.Told(stored, known, day.Date, visit)));
    }
}
