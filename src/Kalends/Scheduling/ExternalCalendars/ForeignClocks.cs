using System.Globalization;
using Ical.Net.CalendarComponents;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>How clocks are set in a window: to an offset at its start, and to others at their times.</summary>
/// <remarks>
/// Zones whose clocks are set alike mean the same there, whatever they are called and however they were set before.
/// </remarks>
static class ForeignClocks
{
    /// <summary>A setting of clocks.</summary>
    public readonly record struct Setting(Instant At, Offset Offset);

    static readonly TimeSpan MoreThanAYear = TimeSpan.FromDays(400);

    /// <summary>The settings of a known zone.</summary>
    public static IReadOnlyList<Setting> Of(DateTimeZone zone, Instant from, Instant until) => InWindow(
        zone.GetZoneIntervals(from, until)
            .Select(clocks => new Setting(clocks.HasStart ? clocks.Start : Instant.MinValue, clocks.WallOffset)), from);

    /// <summary>The settings of a zone that a calendar defines; none if it defines no offset for the start.</summary>
    public static IReadOnlyList<Setting> Of(ZoneLines zone, Instant from, Instant until)
    {
        var onsets = ICalendar.Load(
            $"BEGIN:VCALENDAR\r\n{string.Concat(zone.Observances.Select(Written))}END:VCALENDAR\r\n")!.Events.ToList();
        if (onsets.Sum(one => Repetition.StepsOf(one, until.ToDateTimeUtc())) > Repetition.StepsMax / 2)
            throw new FetchFailed(FetchProblem.TooComplex);
        var settings = zone.Observances.Zip(onsets).SelectMany(one => Settings(one.First, one.Second, from, until));
        var inWindow = InWindow(settings.Where(one => one.At < until), from);
        return inWindow.Count > 0 && inWindow[0].At == from ? inWindow : [];
    }

    static IEnumerable<Setting> Settings(EventLines observance, CalendarEvent onset, Instant from, Instant until)
    {
        var (before, after) = (OffsetOf(observance, "TZOFFSETFROM"), OffsetOf(observance, "TZOFFSETTO"));
        // The first one counts whenever it was.
        return Repetition.Of(onset, (from - MoreThanAYear).ToDateTimeUtc(), (until + MoreThanAYear).ToDateTimeUtc())
            .Prepend(onset.DtStart!)
            .Select(local => new Setting(
                LocalDateTime.FromDateTime(local.Value).WithOffset(before).ToInstant(), after));
    }

    static string Written(EventLines observance)
    {
        var lines = observance.Lines.Where(line => !line.Name.StartsWith("TZ", StringComparison.Ordinal))
            .Select(line => $"{line.Name}{line.Parameters}:{line.Value}\r\n");
        return $"BEGIN:VEVENT\r\n{string.Concat(lines)}END:VEVENT\r\n";
    }

    static Offset OffsetOf(EventLines observance, string name)
    {
        var text = observance.ValueOf(name) ?? "";
        if (text.Length is not (5 or 7) || text[0] is not ('+' or '-')
            || !int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            throw new FetchFailed(FetchProblem.NotACalendar);
        var (minutes, seconds) = text.Length == 5 ? (digits, 0) : (digits / 100, digits % 100);
        var offset = minutes / 100 * 3600 + minutes % 100 * 60 + seconds;
        return Offset.FromSeconds(text[0] == '-' ? -offset : offset);
    }

    /// <summary>The setting that holds at the start of a window, and those in it that change something.</summary>
    static List<Setting> InWindow(IEnumerable<Setting> settings, Instant from)
    {
        var inWindow = new List<Setting>();
        foreach (var one in settings.OrderBy(one => one.At))
            if (one.At <= from)
                inWindow = [one with { At = from }];
            else if (inWindow.Count == 0 || inWindow[^1].Offset != one.Offset)
                inWindow.Add(one);
        return inWindow;
    }
}
