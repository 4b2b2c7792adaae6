using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Hours;
using Kalends.Web.Console.Hours;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Calendars;

/// <summary>Undoes the last change of a day's hours, unless somebody has changed the hours since.</summary>
static class StretchBack
{
    const string Path = $"{StretchHours.Path}/back";

    /// <param name="ProviderId">The provider.</param>
    /// <param name="Date">The day.</param>
    /// <param name="IfMatch">The ETag of the hours as the page shows them.</param>
    /// <param name="Before">The hours that the day had for itself; without them the weekly hours apply again.</param>
    public sealed record Input(
        [Id] long ProviderId, DateOnly Date, [Text(1, EntityTag.ListMax)] string IfMatch,
        [Text(0, SaveHours.TextMax)] string? Before = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var known = await ReadWorkingHours.Run(new(input.ProviderId), visit.Call);
        EntityTag.Check(input.IfMatch, known.Version);
        if (input.Date < visit.Call.Now.InZone(Zone.Of(known.TimeZone)).Date.ToDateOnly())
            throw Refused.InvalidParameter("date", FaultCode.OutOfRange, "date must not lie behind.");
        var stands = known.Tag.ToString();
        await (input.Before is not null && known.On(input.Date) is { } day
            ? ChangeExceptions.Put(
                day with { Stretches = HoursText.Read(input.Before, "before") }, known, stands, visit)
            : ChangeExceptions.Drop(input.Date, known, stands, visit));
        return Shown.Elsewhere(ShowCalendar.Telling(visit.Here));
    }

    /// <summary>What the address of a calendar tells of a change, so that it can be undone.</summary>
    public static IEnumerable<(string, string?)> Told(
        WorkingHours now, WorkingHours before, DateOnly date, Visit visit)
    {
        var hours = before.Exceptions.FirstOrDefault(one => one.Date == date) is { Stretches: { } stretches }
            ? HoursText.Of(stretches)
            : null;
        return
        [
            ("stretched", $"{now.ProviderId}"), ("stretched_on", Texts.IsoDate(date)),
            ("hours_version", $"{now.Version}"), ("hours_before", hours),
            ("told_by", visit.FormTokens.New(Said(now.ProviderId, date, now.Version, hours))),
        ];
    }

    // Otherwise any address could claim a change, and offer to undo it.
    static string Said(long providerId, DateOnly date, long version, string? before) =>
        $"stretched {providerId} {Texts.IsoDate(date)} {version} {before}";

    /// <summary>The form that does it; null if there is nothing to undo, or it is too late.</summary>
    /// <param name="asked">What the address of the calendar tells.</param>
    /// <param name="found">What the calendar shows.</param>
    /// <param name="hours">The hours of the providers that it shows.</param>
    /// <param name="place">The fields that lead back to it.</param>
    /// <param name="visit">The visit.</param>
    public static ActForm.Seen? Form(
        ShowCalendar.Input asked, Agenda found, IReadOnlyDictionary<long, WorkingHours> hours,
        IEnumerable<(string, string)> place, Visit visit)
    {
        if (asked is not { Stretched: { } id, StretchedOn: { } date } || hours.GetValueOrDefault(id) is not { } known
            || known.Version != asked.HoursVersion || known.On(date) is not { } day
            || !visit.FormTokens.AreGood(asked.ToldBy, Said(id, date, known.Version, asked.HoursBefore))
            || found.Calendars.FirstOrDefault(one => one.ProviderId == id) is not { } calendar)
            return null;
        var zone = Zone.Of(known.TimeZone);
        var outside = found.Reservations.Count(one => one.ProviderId == id && one.OutsideHours == true
            && one.StartsAt.InZone(zone).Date.ToDateOnly() == date);
        return new ActForm.Seen(Path, visit.Texts.Calendars.StretchBack)
        {
            About = visit.Texts.Stretched(
                calendar.Name, LocalDate.FromDateOnly(date), HoursText.Of(day.Stretches ?? []), outside),
            Hidden =
            [
                ("provider_id", $"{id}"), ("date", Texts.IsoDate(date)), ("if_match", known.Tag.ToString()),
                ("before", asked.HoursBefore ?? ""), .. place,
            ],
        };
    }
}
