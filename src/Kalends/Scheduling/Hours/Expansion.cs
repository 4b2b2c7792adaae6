using NodaTime.TimeZones;

namespace Kalends.Scheduling.Hours;

/// <summary>Decides which openings working hours make.</summary>
static class Expansion
{
    /// <summary>The openings to offer and to remove.</summary>
    public sealed record Change(IReadOnlyList<Opening> Offered, IReadOnlyList<Opening> Removed);

    // With one instant for one local time, stretches that do not overlap on the clock do not overlap in time.
    static readonly ZoneLocalMappingResolver OneInstant =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The openings that working hours mean on the dates of a range, in order.</summary>
    /// <param name="hours">The working hours.</param>
    /// <param name="zone">The rules of their time zone.</param>
    /// <param name="closed">The dates on which nothing is offered.</param>
    /// <param name="from">The first date.</param>
    /// <param name="until">The date after the last.</param>
    public static IEnumerable<Opening> Of(
        WorkingHours hours, DateTimeZone zone, IReadOnlySet<DateOnly> closed, DateOnly from, DateOnly until)
    {
        var exceptions = hours.Exceptions.ToDictionary(exception => exception.Date);
        for (var date = from; date < until; date = date.AddDays(1))
        {
            if (closed.Contains(date))
                continue;
            var shifts = exceptions.TryGetValue(date, out var exception)
                ? Shifts(exception.Stretches ?? [], exception.SlotMinutes, exception.ServiceIds)
                : hours.Rules.Where(rule => rule.AppliesOn(date))
                    .SelectMany(rule => Shifts(rule.Stretches, rule.SlotMinutes, rule.ServiceIds));
            foreach (var shift in shifts.OrderBy(shift => shift.Stretch.Start))
                if (shift.On(date, hours, zone) is { SlotCount: > 0 } opening)
                    yield return opening;
        }
    }

    static IEnumerable<Shift> Shifts(
        IReadOnlyList<HoursStretch> stretches, int slotMinutes, IReadOnlyList<long>? serviceIds) =>
        stretches.Select(stretch => new Shift(stretch, slotMinutes, (serviceIds ?? []).Order().ToList()));

    sealed record Shift(HoursStretch Stretch, int SlotMinutes, IReadOnlyList<long> ServiceIds)
    {
        public Opening On(DateOnly date, WorkingHours hours, DateTimeZone zone)
        {
            var (start, end) = (At(date, Stretch.Start, zone), At(date, Stretch.End, zone));
            var length = TimeSpan.FromMinutes(SlotMinutes);
            var whole = new TimeSpan(end.Since(start).Ticks / length.Ticks * length.Ticks);
            return new Opening(
                0, hours.ProviderId, start, start + whole, length,
                Hours: new OpeningHours(zone.Id, OpeningHours.Local(start, zone), ServiceIds));
        }
    }

    /// <summary>The one instant that so many minutes of a date mean.</summary>
    public static Instant At(DateOnly date, int minutes, DateTimeZone zone) =>
        At(LocalDate.FromDateOnly(date).AtMidnight().PlusMinutes(minutes), zone);

    /// <summary>The one instant that a local time means.</summary>
    public static Instant At(LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local, OneInstant).ToInstant();

    /// <summary>What is left of openings, in whole slots, beside periods that are taken.</summary>
    /// <param name="wanted">The openings, in order.</param>
    /// <param name="taken">The periods, in any order.</param>
    public static List<Opening> Beside(IEnumerable<Opening> wanted, IEnumerable<Interval> taken)
    {
        var (left, cuts, next) = (new List<Opening>(), Intervals.Merged(taken), 0);
        foreach (var opening in wanted)
        {
            while (next < cuts.Count && cuts[next].End <= opening.StartsAt)
                next++;
            List<Opening> parts = [opening];
            for (var cut = next; cut < cuts.Count && cuts[cut].Start < opening.EndsAt; cut++)
                parts = parts.SelectMany(part => part.Beside(cuts[cut])).ToList();
            left.AddRange(parts);
        }
        return left;
    }

    /// <summary>The time of openings that periods take away, in order, unless something else offers it.</summary>
    /// <param name="wanted">The openings, in order.</param>
    /// <param name="removed">The periods, in any order.</param>
    /// <param name="offered">The periods that are offered in another way, in any order.</param>
    public static IEnumerable<Interval> Lost(
        IEnumerable<Opening> wanted, IEnumerable<Interval> removed, IEnumerable<Interval> offered)
    {
        var (periods, others) = (Intervals.Merged(removed), Intervals.Merged(offered));
        foreach (var opening in wanted)
            foreach (var period in periods.Where(period => period.Overlaps(opening.Stretch)))
            {
                var (from, to) = (
                    Instant.Max(period.Start, opening.StartsAt), Instant.Min(period.End, opening.EndsAt));
                foreach (var other in others.Where(other => other.Start < to && other.End > from))
                {
                    if (other.Start > from)
                        yield return new Interval(from, other.Start);
                    from = other.End;
                }
                if (from < to)
                    yield return new Interval(from, to);
            }
    }

    /// <summary>
    /// The change that turns the openings that stand into the wanted ones. Equal openings stay, and so does time that
    /// has begun.
    /// </summary>
    /// <param name="wanted">The wanted openings, in order.</param>
    /// <param name="standing">The openings of working hours that have not ended.</param>
    /// <param name="now">The end of the time that has begun.</param>
    public static Change Compare(
        IReadOnlyList<Opening> wanted, IReadOnlyList<Opening> standing, Instant now)
    {
        var (begun, until) = (standing.FirstOrDefault(one => one.StartsAt < now), now);
        List<Opening> offered = [], removed = [];
        if (begun is not null)
        {
            var nextSlot = begun.Beside(new Interval(begun.StartsAt, now)).Select(rest => rest.StartsAt)
                .FirstOrDefault(begun.EndsAt);
            if (nextSlot == begun.EndsAt || wanted.Any(one => Continues(begun, one, nextSlot)))
                until = begun.EndsAt;
            else
            {
                until = nextSlot;
                removed.Add(begun);
                offered.Add(begun with { Id = 0, EndsAt = nextSlot });
            }
        }

        var ahead = Beside(wanted, [new Interval(Instants.Earliest, until)]);
        var (wantedAhead, standingAhead) = (ahead.ToHashSet(), standing.Where(one => one != begun).ToList());
        var known = standingAhead.Select(one => one with { Id = 0 }).ToHashSet();
        offered.AddRange(ahead.Where(one => !known.Contains(one)));
        removed.AddRange(standingAhead.Where(one => !wantedAhead.Contains(one with { Id = 0 })));
        return new Change(offered, removed);
    }

    // From the next slot on both have the same slots.
    static bool Continues(Opening begun, Opening wanted, Instant nextSlot) =>
        wanted.EndsAt == begun.EndsAt && wanted.SlotLength == begun.SlotLength && wanted.StartsAt <= nextSlot
        && nextSlot.Since(wanted.StartsAt).Ticks % wanted.SlotLength.Ticks == 0
        && wanted.Hours!.ServiceIds.SequenceEqual(begun.Hours!.ServiceIds)
        && wanted.Hours.TimeZone == begun.Hours.TimeZone;
}
