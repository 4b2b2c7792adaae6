using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Finds the days of the all-day events of an iCalendar.</summary>
static class AllDayEvents
{
    const string NotACalendar = "calendar is not an iCalendar (RFC 5545).";
    const int EventsMax = 500;
    const int UnmatchedMax = 10_000;
    const int UidMax = 255;
    const int StepsMax = 3_000_000;
    const int DaysMax = 1_000_000;

    // Repetitions are counted from the first day of an event, so it must not lie too far back.
    static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <param name="Days">The days that a calendar closes, in order, each once.</param>
    /// <param name="Uids">The UIDs of all its events, also of those that close no day.</param>
    public sealed record Found(IReadOnlyList<ClosedDay> Days, IReadOnlySet<string> Uids);

    /// <summary>Finds the days of a range that a calendar closes; refuses another text.</summary>
    public static Found Find(string text, DateOnly from, DateOnly until)
    {
        var calendar = Load(text) ?? throw Bad(NotACalendar);
        var uids = calendar.Events.Select(UidOf).ToHashSet(StringComparer.Ordinal);
        var written = new Written(calendar, text);
        Keep(calendar, calendar.Events
            .Where(one => one.DtStart is { HasTime: false } && !IsCancelled(one))
            .ToList(), written, until);
        try
        {
            return new Found(Expand(calendar, from, until), uids);
        }
        catch (Exception wrong) when (wrong is not (OutOfMemoryException or Refused))
        {
            throw Bad($"{NameFaulty(calendar, written, from, until)} has a repetition or an end that makes no sense.");
        }
    }

    // The library has no exception of its own for a text that is no calendar.
    static ICalendar? Load(string text)
    {
        try
        {
            return ICalendar.Load(text);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            var faulty = WrittenEvent.Of(text).Find(one => !IsEvent(one.Text));
            throw Bad(faulty is null ? NotACalendar : $"{faulty} is not written as RFC 5545 says.");
        }
    }

    static bool IsEvent(string text)
    {
        try
        {
            return ICalendar.Load($"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-\n{text}\nEND:VCALENDAR") is not null;
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>What the events of a calendar are called in its text.</summary>
    sealed class Written(ICalendar calendar, string text)
    {
        // The library reads events in their order.
        readonly List<(CalendarEvent Event, WrittenEvent Written)> _events =
            calendar.Events.Zip(WrittenEvent.Of(text)).ToList();

        public string NameOf(CalendarEvent? one) =>
            _events.Find(known => ReferenceEquals(known.Event, one)).Written?.ToString() ?? "An event";
    }

    static string NameFaulty(ICalendar calendar, Written written, DateOnly from, DateOnly until)
    {
        foreach (var one in calendar.Events)
            try
            {
                var limits = new EvaluationOptions { MaxUnmatchedIncrementsLimit = UnmatchedMax };
                foreach (var _ in one.GetOccurrences(new CalDateTime(from), limits)
                    .TakeWhileBefore(new CalDateTime(until)))
                {
                    // Only its end is of interest.
                }
            }
            catch (Exception wrong) when (wrong is not OutOfMemoryException)
            {
                return written.NameOf(one);
            }
        return written.NameOf(null);
    }

    static bool IsCancelled(CalendarEvent one) =>
        string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    static void Keep(ICalendar calendar, List<CalendarEvent> allDay, Written written, DateOnly until)
    {
        if (allDay.Count > EventsMax)
            throw Bad($"A calendar has at most {EventsMax} all-day events.");
        if (allDay.Find(one => DateOnly.FromDateTime(one.DtStart!.Value) < Earliest) is { } early)
            throw Bad($"{written.NameOf(early)} starts before {Earliest.Year}.");
        if (allDay.Find(one => one.Properties.AllOf("RRULE").Count() > 1) is { } twice)
            throw Bad($"{written.NameOf(twice)} has more than one rule of repetition.");
        if (allDay.Find(one => IsWithinDays(one.RecurrenceRule)) is { } often)
            throw Bad($"{written.NameOf(often)} lasts all day, so it repeats daily at most.");
        if (allDay.Sum(one => StepsOf(one, until)) > StepsMax)
            throw Bad("The repetitions begin too far back: start them nearer to today, " +
                $"first of all {written.NameOf(allDay.MaxBy(one => StepsOf(one, until)))}.");
        foreach (var timed in calendar.Events.Except(allDay).ToList())
            calendar.Events.Remove(timed);
    }

    static bool IsWithinDays(RecurrenceRule? rule) => rule is not null
        && (rule.Frequency < FrequencyType.Daily || rule.ByHour.Count + rule.ByMinute.Count + rule.BySecond.Count > 0);

    // The library counts a repetition from its first day on; what a rule says of days may make each day a step.
    static long StepsOf(CalendarEvent one, DateOnly until)
    {
        if (one.RecurrenceRule is not { } rule)
            return 0;
        var days = Math.Max(0, until.DayNumber - DateOnly.FromDateTime(one.DtStart!.Value).DayNumber);
        return rule switch
        {
            { ByDay.Count: > 0 } or { ByMonthDay.Count: > 1 } or { ByYearDay.Count: > 1 } => days,
            { Frequency: FrequencyType.Yearly } => days / 365,
            { Frequency: FrequencyType.Monthly } => days / 28,
            { Frequency: FrequencyType.Weekly } => days / 7,
            _ => days,
        };
    }

    static List<ClosedDay> Expand(ICalendar calendar, DateOnly from, DateOnly until)
    {
        var limits = new EvaluationOptions { MaxUnmatchedIncrementsLimit = UnmatchedMax };
        var (days, looked) = (new SortedDictionary<DateOnly, ClosedDay>(), 0);
        var occurrences = calendar.GetOccurrences<CalendarEvent>(new CalDateTime(from), limits);
        foreach (var occurrence in occurrences.TakeWhileBefore(new CalDateTime(until)))
        {
            var (source, period) = ((CalendarEvent)occurrence.Source, occurrence.Period);
            var first = DateOnly.FromDateTime(period.StartTime.Value);
            var end = period.EffectiveEndTime is { } after ? DateOnly.FromDateTime(after.Value) : first.AddDays(1);
            for (var date = Later(first, from); date < end && date < until; date = date.AddDays(1))
            {
                if (++looked > DaysMax)
                    throw Bad("The events overlap each other on too many days.");
                days.TryAdd(date, new ClosedDay(date, NameOf(source), UidOf(source)));
            }
            if (days.Count > ClosedDay.Max)
                throw Refused.Invalid("/calendar", FaultCode.Count, ClosedDay.TooMany);
        }
        return [.. days.Values];
    }

    static string NameOf(CalendarEvent source) => Cut(source.Summary, ClosedDay.NameMax) is { Length: > 0 } name
        ? name
        : "Closed";

    static string UidOf(CalendarEvent source) => Cut(source.Uid, UidMax);

    // The texts of other programs may be longer, and have characters, that no database stores.
    static string Cut(string? text, int max)
    {
        var kept = new string((text ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).ToArray()).Trim();
        return kept.Length <= max ? kept : kept[..max];
    }

    static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    static Refused Bad(string message) => Refused.Invalid("/calendar", SchedulingErrors.BadCalendar, message);
}
