namespace Kalends.Scheduling;

/// <summary>One piece of an opening (FHIR Slot), or a start at which a service fits.</summary>
/// <param name="Id">The id of the slot at which it starts.</param>
/// <param name="Start">The start, in microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="End">The end, in microseconds.</param>
/// <param name="State">Whether it can be reserved, and if not, why.</param>
/// <param name="ReservationId">The live reservation that is in its way.</param>
readonly record struct Slot(long Id, long Start, long End, SlotState State, long? ReservationId = null)
{
    public Instant StartsAt => Instants.FromMicros(Start);

    public Instant EndsAt => Instants.FromMicros(End);

    /// <summary>The slot as callers see it.</summary>
    public SlotView View(bool showsState = false) =>
        showsState ? new(Id, StartsAt, EndsAt, State, ReservationId) : new(Id, StartsAt, EndsAt);
}

/// <summary>Walks through the starts of a calendar in their order, and judges each.</summary>
/// <remarks>
/// It counts in microseconds. A month has a thousand starts, and sums of instants would take longer than the decisions.
/// </remarks>
sealed class SlotWalk(Calendar calendar, StartRules rules)
{
    readonly StretchesAhead _busy = new(calendar.Busy.Select(busy => busy.Stretch));
    readonly StretchesAhead _closed = new(calendar.Closures);
    readonly long? _length = rules.Fit.Length?.Micros;
    readonly long _before = rules.Fit.Before.Micros;
    readonly long _after = rules.Fit.After.Micros;

    readonly long _firstInTime = rules.FirstInTime.Micros;
    readonly long _latest = rules.Latest.Micros;
    readonly long _step = rules.Step.Micros;

    /// <summary>The starts in a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="touching">Whether the one that started before the window and reaches into it is among them.</param>
    public IEnumerable<Slot> Slots(Interval window, bool touching)
    {
        var until = window.End.Micros;
        for (var i = 0; i < calendar.Openings.Count; i++)
        {
            var opening = calendar.Openings[i];
            var (first, slot, count) = (opening.StartsAt.Micros, opening.SlotLength.Micros, opening.SlotCount);
            var length = _length ?? slot;
            var last = (_length is null ? opening.EndsAt.Micros : EndOfRun(i)) - length;
            var index = touching ? opening.IndexAt(window.Start) : opening.IndexFrom(window.Start);
            for (var start = first + index * slot; index < count && start <= last; index++, start += slot)
            {
                if (start >= until)
                    yield break;
                yield return Judge(SlotId.Of(opening.Id, index), start, start + length, first);
            }
        }
    }

    /// <summary>
    /// The end of the unbroken row of openings that begins with this one, as far as a reservation that starts in it may
    /// reach.
    /// </summary>
    long EndOfRun(int index)
    {
        var openings = calendar.Openings;
        var reach = openings[index].EndsAt.Micros + _length;
        while (openings[index].EndsAt.Micros < reach && index + 1 < openings.Count
            && openings[index + 1].StartsAt == openings[index].EndsAt)
            index++;
        return openings[index].EndsAt.Micros;
    }

    Slot Judge(long id, long start, long end, long openingStart)
    {
        var (from, until) = (start - _before, end + _after);
        if (_busy.Reach(from, until) && TakenBy(from, until) is { } other)
            return new Slot(id, start, end, StateOf(other), other.ReservationId);
        return new Slot(id, start, end,
            _closed.Reach(start, end) ? SlotState.Closed
                : _step > 0 && (start - openingStart) % _step != 0 ? SlotState.OffStep
                : start < _firstInTime ? SlotState.TooSoon
                : start > _latest ? SlotState.TooFar
                : rules.Booked?.IsFull(Instants.FromMicros(start)) == true ? SlotState.Full
                : SlotState.Free);
    }

    /// <summary>The first reservation in a stretch that still counts.</summary>
    Busy? TakenBy(long from, long until)
    {
        for (var i = _busy.First; i < calendar.Busy.Count && calendar.Busy[i].Stretch.Start.Micros < until; i++)
            if (calendar.Busy[i] is var busy && busy.Stretch.End.Micros > from && !busy.IsLapsed(rules.Now))
                return busy;
        return null;
    }

    static SlotState StateOf(Busy taken) =>
        taken.State == ReservationState.Confirmed ? SlotState.Booked : SlotState.Held;
}

/// <summary>Stretches in the order of their starts, for a walk that never goes back.</summary>
sealed class StretchesAhead
{
    readonly List<Interval> _stretches;
    long _start;
    long _end;

    public StretchesAhead(IEnumerable<Interval> stretches)
    {
        _stretches = stretches.ToList();
        Show();
    }

    /// <summary>The index of the first stretch that had not ended when the walk last looked.</summary>
    public int First { get; private set; }

    /// <summary>
    /// Leaves behind the stretches that ended by <paramref name="from"/>, and tells whether the next one begins before
    /// <paramref name="until"/>.
    /// </summary>
    public bool Reach(long from, long until)
    {
        while (_end <= from)
        {
            First++;
            Show();
        }
        return _start < until;
    }

    void Show() => (_start, _end) = First < _stretches.Count
        ? (_stretches[First].Start.Micros, _stretches[First].End.Micros)
        : (long.MaxValue, long.MaxValue);
}
