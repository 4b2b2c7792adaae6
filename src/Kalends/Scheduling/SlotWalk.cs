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

/// <summary>Walks once through the starts of a calendar in their order, and judges each.</summary>
/// <remarks>
/// It counts in microseconds and yields one start at a time. A month has a thousand starts, and sums of instants or
/// chained sequences would take longer than the decisions.
/// </remarks>
/// <param name="calendar">The calendar.</param>
/// <param name="rules">What a start must fulfil.</param>
/// <param name="window">The window in which the starts lie.</param>
/// <param name="touching">Whether the one that started before the window and reaches into it is among them.</param>
sealed class SlotWalk(Calendar calendar, StartRules rules, Interval window, bool touching)
{
    readonly StretchesAhead _busy = new(calendar.Busy.Select(busy => busy.Stretch));
    readonly StretchesAhead _closed = new(calendar.Closures);
    readonly long? _serviceLength = rules.Fit.Length?.Micros;
    readonly long _before = rules.Fit.Before.Micros;
    readonly long _after = rules.Fit.After.Micros;

    readonly long _firstInTime = rules.FirstInTime.Micros;
    readonly long _latest = rules.Latest.Micros;
    readonly long _step = rules.Step.Micros;
    readonly long _until = window.End.Micros;

    // The opening that the walk is in, and its next start.
    int _openings;
    long _openingId;
    long _openingStart;
    long _slotLength;
    long _length;
    long _last = long.MinValue;
    int _count;
    int _index;
    long _start;

    /// <summary>The next start; false at the end.</summary>
    public bool Next(out Slot slot)
    {
        while (_index >= _count || _start > _last)
            if (!Enter())
                return IsOver(out slot);
        if (_start >= _until)
            return IsOver(out slot);

        slot = Judge(SlotId.Of(_openingId, _index), _start, _start + _length);
        _index++;
        _start += _slotLength;
        return true;
    }

    /// <summary>All starts that follow.</summary>
    public IEnumerable<Slot> Rest()
    {
        while (Next(out var slot))
            yield return slot;
    }

    static bool IsOver(out Slot slot)
    {
        slot = default;
        return false;
    }

    /// <summary>Goes to the first start of the next opening.</summary>
    bool Enter()
    {
        if (_openings == calendar.Openings.Count)
            return false;
        var opening = calendar.Openings[_openings];
        (_openingId, _openingStart, _slotLength) =
            (opening.Id, opening.StartsAt.Micros, opening.SlotLength.Micros);
        _length = _serviceLength ?? _slotLength;
        _last = (_serviceLength is null ? opening.EndsAt.Micros : EndOfRun(_openings)) - _length;
        _count = opening.SlotCount;
        _index = touching ? opening.IndexAt(window.Start) : opening.IndexFrom(window.Start);
        _start = _openingStart + _index * _slotLength;
        _openings++;
        return true;
    }

    /// <summary>
    /// The end of the unbroken row of openings that begins with this one, as far as a reservation that starts in it may
    /// reach.
    /// </summary>
    long EndOfRun(int index)
    {
        var openings = calendar.Openings;
        var reach = openings[index].EndsAt.Micros + _serviceLength;
        while (openings[index].EndsAt.Micros < reach && index + 1 < openings.Count
            && openings[index + 1].StartsAt == openings[index].EndsAt)
            index++;
        return openings[index].EndsAt.Micros;
    }

    Slot Judge(long id, long start, long end)
    {
        var (from, until) = (start - _before, end + _after);
        return _busy.Reach(from, until) && TakenBy(from, until) is { } other
            ? new Slot(id, start, end, StateOf(other), other.ReservationId)
            : new Slot(id, start, end, StateOf(start, end));
    }

    /// <summary>The state of a start at which nobody is reserved.</summary>
    SlotState StateOf(long start, long end) =>
        _closed.Reach(start, end) ? SlotState.Closed
            : _step > 0 && (start - _openingStart) % _step != 0 ? SlotState.OffStep
            : start < _firstInTime ? SlotState.TooSoon
            : start > _latest ? SlotState.TooFar
            : rules.Booked?.IsFull(Instants.FromMicros(start)) == true ? SlotState.Full
            : SlotState.Free;

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
        if (_end <= from)
            LeaveBehind(from);
        return _start < until;
    }

    void LeaveBehind(long from)
    {
        while (_end <= from)
        {
            First++;
            Show();
        }
    }

    void Show() => (_start, _end) = First < _stretches.Count
        ? (_stretches[First].Start.Micros, _stretches[First].End.Micros)
        : (long.MaxValue, long.MaxValue);
}
