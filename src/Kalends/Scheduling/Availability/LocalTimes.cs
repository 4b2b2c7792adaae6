using NodaTime.Text;

namespace Kalends.Scheduling.Availability;

/// <summary>The days of the week and the times of the day at which a start counts.</summary>
/// <param name="Weekdays">The days of the week, from 1 for Monday; all if there are none.</param>
/// <param name="From">The minutes from midnight to the earliest start.</param>
/// <param name="To">The minutes from midnight after the latest start.</param>
/// <param name="Zone">The time zone in which they count; null for that of each provider.</param>
sealed record LocalTimes(IReadOnlyList<int> Weekdays, int From, int To, DateTimeZone? Zone)
{
    const int Day = 24 * 60;

    /// <summary>All times.</summary>
    public static readonly LocalTimes Any = new([], 0, Day, null);

    /// <summary>Whether the time zone makes no difference.</summary>
    public bool AreAll => Weekdays.Count == 0 && From == 0 && To == Day;

    /// <summary>Whether a start counts for a provider of a time zone.</summary>
    public bool Has(Instant start, DateTimeZone ofProvider)
    {
        if (AreAll)
            return true;
        var local = start.InZone(Zone ?? ofProvider).LocalDateTime;
        var ticks = local.TickOfDay;
        return (Weekdays.Count == 0 || Weekdays.Contains((int)local.DayOfWeek))
            && ticks >= From * TimeSpan.TicksPerMinute && ticks < To * TimeSpan.TicksPerMinute;
    }

    /// <summary>Reads a range such as 09:00-12:00, whose end may be 24:00; null if the text is none.</summary>
    public static (int From, int To)? Read(string range) =>
        range is [_, _, _, _, _, '-', _, _, _, _, _]
        && MinutesOf(range[..5]) is { } from && MinutesOf(range[6..]) is { } to && to > from
            ? (from, to)
            : null;

    static int? MinutesOf(string time) =>
        time == "24:00" ? Day
        : LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time) is { Success: true, Value: var local }
            ? local.Hour * 60 + local.Minute
            : null;
}
