using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>A range of numbers in the log, both ends included.</summary>
readonly record struct Span(long Low, long High)
{
    public Span Within(Span other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    public bool IsEmpty => Low > High;
}

/// <summary>
/// Finds the parts of the log in which events of a period may lie, from the earliest and latest time of each block;
/// clocks may jump.
/// </summary>
static class EventBlocks
{
    public const long Size = 4096;

    const int AtOnce = 50;

    /// <summary>The ranges to search, in the order of the search; a range that is left out has no such event.</summary>
    public static async Task<List<Span>> Spans(Session session, EventLogFilter filter, Span all, bool ascending)
    {
        if (filter.From is null && filter.To is null)
            return all.IsEmpty ? [] : [all];

        var tail = await session.Number(FindNext) ?? 0;
        var values = new (string, object?)[]
        {
            ("from", filter.From ?? Instants.Earliest), ("to", filter.To ?? Instants.Latest),
        };
        var (first, last) = (await session.Number(FindFirst, values), await session.Number(FindLast, values));
        var spans = new List<Span> { new(tail * Size, long.MaxValue) };
        if (first is not null && last is not null)
            spans.Insert(0, new(first.Value * Size, (last.Value + 1) * Size - 1));
        if (!ascending)
            spans.Reverse();
        return spans.Select(span => span.Within(all)).Where(span => !span.IsEmpty).ToList();
    }

    /// <summary>
    /// Stores the earliest and latest time of the blocks that are complete: one round of a recurring job.
    /// </summary>
    public static async Task Complete(Call call)
    {
        var settled = await call.Follow(LoggedEvent.Newest).Look(call.Cancel);
        await call.WriteInSteps(AtOnce, session => CompleteSome(session, settled));
    }

    static async Task<int> CompleteSome(Session session, long settled)
    {
        var next = await session.Number(FindNext) ?? 0;
        var done = 0;
        for (; done < AtOnce && (next + 1) * Size - 1 <= settled; done++, next++)
            await session.Run(Insert, ("number", next), ("low", next * Size), ("high", (next + 1) * Size - 1),
                ("never", long.MaxValue), ("always", long.MinValue));
        return done;
    }

    static readonly Sql FindNext = new("SELECT COALESCE(MAX(number) + 1, 0) AS n FROM event_blocks");

    static readonly Sql FindFirst =
        new($"SELECT number AS n FROM event_blocks WHERE {Overlaps} ORDER BY number LIMIT 1");

    static readonly Sql FindLast =
        new($"SELECT number AS n FROM event_blocks WHERE {Overlaps} ORDER BY number DESC LIMIT 1");

    const string Overlaps = "latest_at >= @from AND earliest_at < @to";

    static readonly Sql Insert = new("""
        INSERT INTO event_blocks (number, earliest_at, latest_at)
        SELECT @number, COALESCE(MIN(created_at), @never), COALESCE(MAX(created_at), @always)
        FROM events
        WHERE seq >= @low AND seq <= @high
        """);
}
