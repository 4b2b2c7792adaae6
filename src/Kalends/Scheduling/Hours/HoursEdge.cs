using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours;

/// <summary>The start or the end of a stretch.</summary>
enum EdgeSide
{
    Start,
    End,
}

/// <summary>
/// The start or the end of one stretch of a day's working hours, which lies ahead and moves while all else of the day
/// stays.
/// </summary>
/// <param name="Day">The hours of the day.</param>
/// <param name="Stretch">The stretch.</param>
/// <param name="Side">Which of the two it is.</param>
/// <param name="At">Where it is.</param>
/// <param name="Earliest">The first instant to which it can move.</param>
/// <param name="Latest">The last instant to which it can move.</param>
sealed record HoursEdge(
    HoursException Day, HoursStretch Stretch, EdgeSide Side, Instant At, Instant Earliest, Instant Latest)
{
    const int MinutesOfDay = 24 * 60;

    // Dates near the last that can be written have no local time everywhere.
    static readonly TimeSpan Farthest = TimeSpan.FromDays(3660);

    /// <summary>The minutes by which it moves: the stretch keeps whole slots, and starts on the grid.</summary>
    public int StepMinutes => Side == EdgeSide.Start && Day.SlotMinutes % HoursFaults.GridMinutes != 0
        ? Day.SlotMinutes * HoursFaults.GridMinutes
        : Day.SlotMinutes;

    /// <summary>
    /// The edge at an instant; null if there is none, if it lies behind, or if its day cannot be an exception.
    /// </summary>
    public static HoursEdge? Find(WorkingHours hours, EdgeSide side, Instant at, Instant now)
    {
        if (at <= now || at > now + Farthest)
            return null;
        var zone = Zone.Of(hours.TimeZone);
        // The end of a day at midnight is not on the next one.
        var date = (side == EdgeSide.Start ? at : at - Instants.Moment).InZone(zone).Date.ToDateOnly();
        if (hours.On(date) is not { Stretches: { } stretches } day
            || stretches.FirstOrDefault(one => Expansion.At(date, MinutesOf(one, side), zone) == at) is not { } stretch)
            return null;
        var (first, last) = side == EdgeSide.Start
            ? (stretches.Where(one => one.End <= stretch.Start).Max(one => (int?)one.End) ?? 0,
                stretch.End - day.SlotMinutes)
            : (stretch.Start + day.SlotMinutes,
                stretches.Where(one => one.Start >= stretch.End).Min(one => (int?)one.Start) ?? MinutesOfDay);
        return new HoursEdge(
            day, stretch, side, at, Instant.Max(Expansion.At(date, first, zone), now), Expansion.At(date, last, zone));
    }

    /// <summary>The hours of the day with the edge at another instant.</summary>
    /// <param name="to">The instant.</param>
    /// <param name="zone">The time zone of the hours.</param>
    /// <param name="field">The field that has the instant.</param>
    public HoursException MovedTo(Instant to, DateTimeZone zone, string field)
    {
        if (to < Earliest || to > Latest)
            throw Refused.InvalidParameter(field, FaultCode.OutOfRange, LeavesASlot(field));
        var local = to.InZone(zone).LocalDateTime;
        var minutes = local.Date.ToDateOnly() == Day.Date ? local.Hour * 60 + local.Minute : MinutesOfDay;
        var way = minutes - MinutesOf(Stretch, Side);
        if (Expansion.At(Day.Date, minutes, zone) != to || way == 0 || way % StepMinutes != 0)
            throw Refused.InvalidParameter(
                field, FaultCode.Step, $"The edge must move by a multiple of {StepMinutes} minutes.");
        var moved = Side == EdgeSide.Start
            ? Stretch with { From = Written(minutes) }
            : Stretch with { To = Written(minutes) };
        // Where clocks go forward, an hour of the day has no length.
        var length = Expansion.At(Day.Date, moved.End, zone).Since(Expansion.At(Day.Date, moved.Start, zone));
        if (length < TimeSpan.FromMinutes(Day.SlotMinutes))
            throw Refused.InvalidParameter(field, FaultCode.OutOfRange, LeavesASlot(field));
        return Day with { Stretches = Joined([.. Day.Stretches!.Select(one => one == Stretch ? moved : one)]) };
    }

    // A break that was closed is gone, unless the slots behind it would start at other times.
    List<HoursStretch> Joined(List<HoursStretch> stretches)
    {
        foreach (var one in stretches)
            if (stretches.Find(next => next.Start == one.End && (next.Start - one.Start) % Day.SlotMinutes == 0)
                is { } behind)
                return Joined([
                    .. stretches.Where(other => other != behind)
                        .Select(other => other == one ? one with { To = behind.To } : other),
                ]);
        return stretches;
    }

    static string LeavesASlot(string field) =>
        $"{field} must lie ahead, on the same day, and leave a slot between both ends of the stretch.";

    static int MinutesOf(HoursStretch stretch, EdgeSide side) =>
        side == EdgeSide.Start ? stretch.Start : stretch.End;

    static string Written(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
}
