using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Availability;

/// <summary>What openings of many providers have in common: their time and the length of their slots.</summary>
/// <remarks>Practices keep common hours, so ten thousand openings of a day have a few dozen shapes.</remarks>
readonly record struct Shape(Instant StartsAt, Instant EndsAt, TimeSpan SlotLength)
{
    /// <summary>The first start of a slot that is not before an instant; null if there is none.</summary>
    public Instant? FirstFrom(Instant from)
    {
        var start = StartsAt
            + new TimeSpan(Opening.SlotsBefore(from.Since(StartsAt), SlotLength) * SlotLength.Ticks);
        return start < EndsAt ? start : null;
    }

    public static Shape Read(Row row) =>
        new(row.At("starts_at"), row.At("ends_at"), Opening.LengthOf(row.Long("slot_micros")));

    public (string, object?)[] Values(string name) =>
        [($"{name}_start", StartsAt), ($"{name}_end", EndsAt), ($"{name}_slot", SlotLength)];
}

/// <summary>The instants at which slots of openings start, in order, with the shapes of these openings.</summary>
/// <param name="session">The session that reads.</param>
/// <param name="window">The time in which the slots start.</param>
sealed class Ticks(Session session, Interval window)
{
    /// <summary>The number of shapes that are read at first; then four times as many each time.</summary>
    const int ShapesMin = 4;
    const int ShapesMax = 4096;

    /// <summary>Openings of a longer time are read by an index of their own.</summary>
    static readonly Duration LongMin = Duration.FromDays(1);

    readonly PriorityQueue<Shape, Instant> _ahead = new();
    Shape? _last;
    int _size = ShapesMin;
    Instant _known = Instants.Earliest;

    /// <summary>A start, and a shape that has it.</summary>
    public readonly record struct Tick(Instant Start, Shape Shape);

    /// <summary>The next ticks, all those of an instant at once; none after the last.</summary>
    /// <param name="count">The least number of ticks, while there are as many.</param>
    /// <param name="isWanted">Whether a start counts.</param>
    /// <param name="skippedMax">The number of starts that do not count after which the search stops.</param>
    public async ValueTask<List<Tick>> Next(int count, Func<Instant, bool> isWanted, int skippedMax)
    {
        var (found, skipped) = (new List<Tick>(), 0);
        while (await Peek() is { } start && (found.Count < count || found[^1].Start == start) && skipped < skippedMax)
        {
            var shape = _ahead.Dequeue();
            Wait(shape, start + shape.SlotLength);
            if (isWanted(start))
                found.Add(new Tick(start, shape));
            else
                skipped++;
        }
        return found;
    }

    /// <summary>The next start; null after the last.</summary>
    public async ValueTask<Instant?> Peek()
    {
        if (_last is null)
            await Begin();
        while (_known < window.End && (_ahead.Count == 0 || Soonest >= _known))
            await LoadMore();
        return _ahead.Count == 0 ? null : Soonest;
    }

    Instant Soonest => _ahead.TryPeek(out _, out var start) ? start : Instants.Latest;

    async ValueTask Begin()
    {
        _last = Before(window.Start - LongMin);
        var until = window.Start - LongMin;
        var longest = Before(window.Start - Duration.FromTimeSpan(Opening.LengthMax));
        // They travel with the first of the others.
        var asked = session.Ask(FindLong, Shape.Read, Values(longest, until, ShapesMax));
        await LoadMore();
        var some = await asked.Rows();
        some.ForEach(shape => Wait(shape, window.Start));
        while (some.Count == ShapesMax)
        {
            some = await session.All(FindLong, Shape.Read, Values(some[^1], until, ShapesMax));
            some.ForEach(shape => Wait(shape, window.Start));
        }
    }

    async ValueTask LoadMore()
    {
        var some = await session.All(FindNext, Shape.Read, Values(_last!.Value, window.End, _size));
        some.ForEach(shape => Wait(shape, window.Start));
        (_last, _known) = some.Count < _size ? (_last, window.End) : (some[^1], some[^1].StartsAt);
        _size = Math.Min(_size * 4, ShapesMax);
    }

    (string, object?)[] Values(Shape after, Instant until, int most) =>
        [.. after.Values("after"), ("from", window.Start), ("until", until), ("most", (long)most)];

    void Wait(Shape shape, Instant from)
    {
        if (shape.FirstFrom(from) is { } start && start < window.End)
            _ahead.Enqueue(shape, start);
    }

    // No shape starts so late that it would be left out.
    static Shape Before(Instant start) => new(start - Instants.Moment, Instants.Latest, Opening.SlotLengthMax);

    static readonly Sql FindNext = Find("TRUE");

    static readonly Sql FindLong = Find("f.ends_at - f.starts_at > 86400000000");

    // The first opening of each shape is found from the shape before, so that a thousand openings of one shape cost as
    // little as one; after one that has ended, the others of its start that have ended too are passed over. The three
    // values come from one place of the index, which a look into the table would leave. The plus signs let SQLite seek
    // by all columns: it would otherwise seek by the first, and walk past the others.
    static Sql Find(string which)
    {
        string Next(string column, string after) => $$"""
            (SELECT f.{{column}}
             FROM free_openings f
             WHERE f.free_micros > 0 AND {{which}} AND f.starts_at < @until
               AND (f.starts_at, f.ends_at, f.slot_micros, f.provider_id) > ({{after}}, {{long.MaxValue}})
             ORDER BY f.starts_at, f.ends_at, f.slot_micros, f.provider_id
             LIMIT 1)
            """;
        string Shape(string after) =>
            $"{Next("starts_at", after)}, {Next("ends_at", after)}, {Next("slot_micros", after)}";
        return new($$"""
            WITH RECURSIVE shapes (starts_at, ends_at, slot_micros, n) AS (
                SELECT {{Shape("@after_start, @after_end, @after_slot")}}, 1
                UNION ALL
                SELECT {{Shape($"""
                    +one.starts_at, CASE WHEN one.ends_at > @from THEN one.ends_at ELSE @from END,
                    CASE WHEN one.ends_at > @from THEN one.slot_micros ELSE {long.MaxValue} END
                    """)}}, one.n + 1
                FROM shapes one
                WHERE one.starts_at IS NOT NULL AND one.n < @most
            )
            SELECT starts_at, ends_at, slot_micros
            FROM shapes
            WHERE starts_at IS NOT NULL
            ORDER BY n
            """);
    }
}
