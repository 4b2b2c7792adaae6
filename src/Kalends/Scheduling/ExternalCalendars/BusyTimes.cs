using System.Text;
using System.Text.RegularExpressions;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime.TimeZones;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>Finds the times at which a foreign calendar is busy.</summary>
/// <remarks>
/// The library finds the starts of repeating events. Ends, zones and occurrences that differ are worked out here: an
/// event that is given by its end lasts as long each time (RFC 5545, 3.6.1), also when the clocks change.
/// </remarks>
/// <param name="zone">The zone of days and of times without a zone.</param>
/// <param name="from">The start of the window.</param>
/// <param name="until">The end of the window.</param>
/// <param name="ownUids">The end of the UIDs of our own feeds, whose events close nothing.</param>
sealed partial class BusyTimes(DateTimeZone zone, Instant from, Instant until, string ownUids)
{
    const int EventsMax = 5000;
    const int ExceptionsMax = 5000;
    const int RuleMax = 1000;
    const int OccurrencesMax = 20_000;
    const int StretchesMax = 5000;

    static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    int _occurrences;

    /// <summary>
    /// The busy times in the window, in order, which do not overlap; throws <see cref="FetchFailed"/>.
    /// </summary>
    public IReadOnlyList<Interval> Of(byte[] text)
    {
        try
        {
            var scanned = ScannedCalendar.Read(text, EventsMax, Counts);
            Check(scanned);
            return Divided(Intervals.Merged(Occupied(scanned)));
        }
        catch (Exception wrong) when (wrong is not (FetchFailed or OutOfMemoryException))
        {
            // The library has no exception of its own for an event that it cannot read.
            throw new FetchFailed(FetchProblem.NotACalendar);
        }
    }

    static void Check(ScannedCalendar scanned)
    {
        var exceptions = scanned.Events.SelectMany(one => one.Lines).Where(IsException)
            .SelectMany(line => line.Value.Split(',')).Take(ExceptionsMax + 1).ToList();
        if (exceptions.Count > ExceptionsMax || scanned.Events.Any(one =>
                one.Count("RRULE") > 1 || one.ValueOf("RRULE")?.Length > RuleMax || one.Count("EXRULE") > 0
                || one.Lines.Any(line => line.Name == "RECURRENCE-ID" && line.HasRange)))
            throw new FetchFailed(FetchProblem.TooComplex);
        // The library passes over a date that it cannot read.
        if (!exceptions.TrueForAll(date => Date().IsMatch(date)))
            throw new FetchFailed(FetchProblem.NotACalendar);
    }

    /// <summary>Whether an event may matter: it has a start, is not ours, and is not over for long.</summary>
    bool Counts(EventLines one)
    {
        if (one.ValueOf("DTSTART") is not { } start || one.ValueOf("UID")?.EndsWith(ownUids, StringComparison.Ordinal)
                is true)
            return false;
        if (one.Repeats || one.IsOverride || one.ValueOf("DURATION") is not null)
            return true;
        var last = one.ValueOf("DTEND") ?? start;
        return string.CompareOrdinal(last, 0, DayOf(from - ADay - ADay), 0, 8) >= 0;
    }

    static string DayOf(Instant at) =>
        at.InUtc().Date.ToString("uuuuMMdd", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^[0-9]{8}(T[0-9]{6}Z?)?(/.+)?$")]
    private static partial Regex Date();

    static bool IsException(ContentLine line) => line.Name is "EXDATE" or "RDATE";

    List<Interval> Occupied(ScannedCalendar scanned)
    {
        var events = ICalendar.Load(Written(scanned))!.Events.ToList();
        var steps = events.Sum(one => Repetition.StepsOf(one, until.ToDateTimeUtc()));
        if (steps > Repetition.StepsMax)
            throw new FetchFailed(FetchProblem.TooComplex);

        var overridden = scanned.Events.Zip(events).Where(pair => pair.First.IsOverride)
            .Select(pair => (pair.Second.Uid, At(pair.Second.RecurrenceIdentifier!.StartTime)))
            // The periods of an event, which are events by themselves here, have its exceptions.
            .Concat(events.SelectMany(one => one.ExceptionDates.GetAllDates().Select(date => (one.Uid, At(date)))))
            .ToHashSet();
        var found = new List<Interval>();
        foreach (var (lines, one) in scanned.Events.Zip(events))
            if (lines.Blocks)
                Add(found, lines, one, overridden);
        return found;
    }

    void Add(
        List<Interval> found, EventLines lines, CalendarEvent one, HashSet<(string? Uid, Instant At)> overridden)
    {
        var length = LengthOf(lines, one);
        foreach (var start in StartsOf(lines, one, length))
        {
            if (++_occurrences > OccurrencesMax)
                throw new FetchFailed(FetchProblem.TooComplex);
            var at = At(start);
            if (!lines.IsOverride && overridden.Contains((one.Uid, at)))
                continue;
            var (begin, end) = (Instant.Max(at, from), Instant.Min(EndOf(start, at, length), until));
            if (begin < end)
                found.Add(new Interval(begin, end));
        }
    }

    IEnumerable<CalDateTime> StartsOf(EventLines lines, CalendarEvent one, Length length) =>
        lines.IsOverride || !lines.Repeats
            ? [one.DtStart!]
            // A day and a time without a zone are not in UTC, but no more than a day away from it.
            : Repetition.Of(one, (from - length.Around).ToDateTimeUtc(), (until + ADay).ToDateTimeUtc());

    /// <summary>How long an event lasts: days on the calendar, and time.</summary>
    readonly record struct Length(int Days, TimeSpan Time)
    {
        /// <summary>More than it can ever last, whatever the clocks do.</summary>
        public TimeSpan Around => TimeSpan.FromDays(Days) + Time + ADay + ADay;
    }

    Length LengthOf(EventLines lines, CalendarEvent one)
    {
        // The library passes over a value that it cannot read, and the event would be shorter than it is. Some programs
        // give the last day of an event as its end, so a day is the least.
        if (IsLost(lines, "DTEND", one.DtEnd) || IsLost(lines, "DURATION", one.Duration)
            || IsLost(lines, "RRULE", one.RecurrenceRule))
            throw new FetchFailed(FetchProblem.NotACalendar);
        if (one.DtEnd is { } end && one.DtStart is { HasTime: false } first)
            return new Length(Math.Max(1, (end.Value.Date - first.Value.Date).Days), TimeSpan.Zero);
        if (one.DtEnd is { } ends)
            return new Length(0, Positive(At(ends).Since(At(one.DtStart!))));
        if (one.Duration is { } given)
            return new Length(
                Math.Max(0, checked((given.Weeks ?? 0) * 7 + (given.Days ?? 0))),
                Positive(new TimeSpan(given.Hours ?? 0, given.Minutes ?? 0, given.Seconds ?? 0)));
        return new Length(one.DtStart!.HasTime ? 0 : 1, TimeSpan.Zero);
    }

    static bool IsLost(EventLines lines, string name, object? read) => lines.ValueOf(name) is not null && read is null;

    static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    Instant EndOf(CalDateTime start, Instant at, Length length) => length.Days == 0
        ? at + length.Time
        : At(start.AddDays(length.Days)) + length.Time;

    /// <summary>
    /// The instant of a time as RFC 5545 (3.3.5) reads it: a time that the clocks skip counts by the offset before the
    /// gap, and of one that they show twice the first counts.
    /// </summary>
    Instant At(CalDateTime time)
    {
        var local = LocalDateTime.FromDateTime(time.Value);
        if (!time.HasTime)
            return zone.AtStartOfDay(local.Date).ToInstant();
        return time.IsUtc
            ? local.InUtc().ToInstant()
            : (time.TzId is { } id ? DateTimeZoneProviders.Tzdb[id] : zone)
                .ResolveLocal(local, Resolvers.LenientResolver).ToInstant();
    }

    // Stretches are divided at the same instants each time, so that those of a copy that says the same are the same.
    static List<Interval> Divided(List<Interval> merged)
    {
        var divided = new List<Interval>();
        foreach (var one in merged)
            for (var start = one.Start; start < one.End;)
            {
                var week = Instants.FromMicros((start.Micros / StretchMicros + 1) * StretchMicros);
                var end = one.End <= start + ExternalBusy.StretchMax ? one.End : week;
                divided.Add(new Interval(start, end));
                start = end;
            }
        return divided.Count <= StretchesMax ? divided : throw new FetchFailed(FetchProblem.TooComplex);
    }

    static readonly long StretchMicros = ExternalBusy.StretchMax.Micros;

    /// <summary>
    /// The lines as a calendar that the library reads: each event by itself, in zones that it knows.
    /// </summary>
    string Written(ScannedCalendar scanned)
    {
        var zones = new ForeignZones(scanned.Zones, from, until);
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalends//EN\r\n");
        foreach (var one in scanned.Events)
        {
            text.Append("BEGIN:VEVENT\r\n");
            foreach (var line in one.Lines)
                Write(text, line, zones);
            text.Append("END:VEVENT\r\n");
        }
        return text.Append("END:VCALENDAR\r\n").ToString();
    }

    static void Write(StringBuilder text, ContentLine line, ForeignZones zones)
    {
        var parameters = line.ZoneName is { } zone ? line.WithZone(zones.Find(zone)) : line.Parameters;
        // The library takes long for a list in one line.
        foreach (var value in IsException(line) ? line.Value.Split(',') : [line.Value])
            text.Append(line.Name).Append(parameters).Append(':').Append(value).Append("\r\n");
    }
}
