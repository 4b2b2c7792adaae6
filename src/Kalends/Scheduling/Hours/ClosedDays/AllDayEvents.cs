using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Finds the days of the all-day events of an iCalendar.</summary>
static class AllDayEvents
{
    public const string TooManyDays = "An organisation has at most 2,000 closed days.";

    const int EventsMax = 500;
    const int UnmatchedMax = 10_000;
    const int UidMax = 255;
    const int StepsMax = 3_000_000;
    const int DaysMax = 1_000_000;

    // Repetitions are counted from the first day of an event, so it must not lie too far back.
    static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The days of a range that a calendar closes, in order, each once; refuses another text.</summary>
    public static IReadOnlyList<ClosedDay> DaysOf(string text, DateOnly from, DateOnly until)
    {
        ICalendar? calendar;
        try
        {
            calendar = ICalendar.Load(text);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The library has no exception of its own for a text that is no calendar.
            throw Bad("calendar is not an iCalendar (RFC 5545).");
        }
        if (calendar is null)
            throw Bad("calendar is not an iCalendar (RFC 5545).");

        Keep(calendar, calendar.Events
            .Where(one => one.DtStart is { HasTime: false } && !IsCancelled(one))
            .ToList(), until);
        try
        {
            return Expand(calendar, from, until);
        }
        catch (Exception wrong) when (wrong is not (OutOfMemoryException or Refused))
        {
            throw Bad("A repetition in the calendar cannot be expanded.");
        }
    }

    static bool IsCancelled(CalendarEvent one) =>
        string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    static void Keep(ICalendar calendar, List<CalendarEvent> allDay, DateOnly until)
    {
        if (allDay.Count > EventsMax)
            throw Bad($"A calendar has at most {EventsMax} all-day events.");
        if (allDay.Exists(one => DateOnly.FromDateTime(one.DtStart!.Value) < Earliest))
            throw Bad("An event starts in 1900 or later.");
        if (allDay.Exists(one => one.Properties.AllOf("RRULE").Count() > 1 || IsWithinDays(one.RecurrenceRule)))
            throw Bad("An all-day event has one rule of repetition, which is at most daily.");
        if (allDay.Sum(one => StepsOf(one, until)) > StepsMax)
            throw Bad("The repetitions begin too far back: start them nearer to today.");
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
                throw Refused.Invalid("/calendar", FaultCode.Count, TooManyDays);
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
