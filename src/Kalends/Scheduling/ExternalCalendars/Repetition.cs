using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>The starts of events, which repeat as foreign rules say, within bounds.</summary>
static class Repetition
{
    /// <summary>The greatest effort for all rules of a calendar: about a second.</summary>
    public const double StepsMax = 1_000_000;

    const int UnmatchedMax = 100_000;

    // A step within a day costs more than a day.
    const int WithinDayWeight = 4;

    /// <summary>
    /// The steps in which the library finds the occurrences of an event up to an instant: it counts all from the first
    /// one, and each part of a rule multiplies them.
    /// </summary>
    public static double StepsOf(CalendarEvent one, DateTime until)
    {
        if (one.RecurrenceRule is not { } rule)
            return 0;
        var end = rule.Until is { } last && last.Value < until ? last.Value : until;
        var days = Math.Max(0, (end - one.DtStart!.Value).TotalDays) + 1;
        var (length, expanded) = LengthOf(rule);
        var weight = rule.Frequency < FrequencyType.Daily ? WithinDayWeight : 1;
        return days / length * expanded * weight * Times(rule.ByHour) * Times(rule.ByMinute) * Times(rule.BySecond);
    }

    /// <summary>The days from one period of a rule to the next, and how many candidates a period has.</summary>
    static (double Days, int Candidates) LengthOf(RecurrenceRule rule)
    {
        var eachDay = rule.ByDay.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count > 0;
        return rule.Frequency switch
        {
            FrequencyType.Yearly => (365, eachDay ? 366 : Times(rule.ByMonth)),
            FrequencyType.Monthly => (28, eachDay ? 31 : 1),
            FrequencyType.Weekly => (7, eachDay ? 7 : 1),
            FrequencyType.Daily => (1, 1),
            FrequencyType.Hourly => (1 / 24.0, 1),
            FrequencyType.Minutely => (1 / 1440.0, 1),
            _ => (1 / 86_400.0, 1),
        };
    }

    static int Times(List<int> values) => Math.Max(1, values.Count);

    /// <summary>The starts of an event's occurrences between two instants, in order.</summary>
    public static IEnumerable<CalDateTime> Of(CalendarEvent one, DateTime from, DateTime until)
    {
        // Without an end of its own a rule that matches nothing would be followed to the year 9999.
        if (one.RecurrenceRule is { } rule && !(rule.Until?.Value < until))
            rule.Until = one.DtStart!.HasTime
                ? new CalDateTime(until, CalDateTime.UtcTzId)
                : new CalDateTime(DateOnly.FromDateTime(until));
        var limits = new EvaluationOptions { MaxUnmatchedIncrementsLimit = UnmatchedMax };
        using var found = one.GetOccurrences(new CalDateTime(from, CalDateTime.UtcTzId), limits)
            .TakeWhileBefore(new CalDateTime(until, CalDateTime.UtcTzId)).GetEnumerator();
        while (Next(found))
            yield return found.Current.Period.StartTime;
    }

    static bool Next(IEnumerator<Occurrence> found)
    {
        try
        {
            return found.MoveNext();
        }
        catch (EvaluationException)
        {
            // The rule matches nothing for so long that nothing in the window can follow.
            return false;
        }
    }
}
