using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Public;

/// <summary>Reads events in the order of the log, for a module that passes them on.</summary>
static class EventReader
{
    /// <summary>The line of the access table for readers of the log.</summary>
    public static Access ReadLog => EventsAccess.ReadLog;

    /// <summary>What <see cref="SeenEvent.Shown"/> has.</summary>
    public static Type ShownType => typeof(LoggedEvent);

    /// <summary>Refuses a caller whose API key may not read the log, for an action that makes it known.</summary>
    public static void RefuseKey(Call call) =>
        ReadLog.RefuseKey(call.Caller, new KeyScope("events", writes: false));

    /// <summary>The events after a number, up to another one that is settled.</summary>
    public static async Task<List<SeenEvent>> Next(
        Session session, long after, long settled, int limit, bool withTexts) => withTexts
        ? await session.All(FindAll, SeenEvent.Read, Values(after, settled, limit))
        : await session.All(FindFew, SeenEvent.ReadFew, Values(after, settled, limit));

    static (string, object?)[] Values(long after, long settled, int limit) =>
        [("after", after), ("settled", settled), ("limit", (long)limit)];

    /// <summary>Events that a search found, and the number up to which there are no more of them.</summary>
    public sealed record Found(IReadOnlyList<SeenEvent> Events, long UpTo);

    /// <summary>The events after a number that fit a filter, of any kind or subject where none is given.</summary>
    public static async Task<Found> Search(
        Session session, Call call, EventFilter filter, string? kind, string? subject, long after, long settled,
        int limit)
    {
        var search = new EventSearch(session, call, filter.OfLog(kind, subject), ascending: true);
        var found = await search.Find(after + 1, settled, SearchLimits.Of(call, limit));
        return new Found(
            await ByNumbers(session, [.. found.Events.Select(one => one.Seq)]), found.StoppedAt ?? settled);
    }

    /// <summary>The events with these numbers, with their texts as they are now.</summary>
    public static async Task<List<SeenEvent>> ByNumbers(Session session, IReadOnlyList<long> numbers) =>
        numbers.Count == 0 ? [] : await session.All(FindSome, SeenEvent.Read, ("numbers", numbers));

    /// <summary>The number up to which events were removed because of their age.</summary>
    public static async ValueTask<long> RemovedTo(Session session) => (await session.Number(FindRemoved))!.Value;

    /// <summary>The number of a position that a caller names; refuses the parameter if it is none.</summary>
    public static Task<long> NumberOf(string position, Call call, string parameter) =>
        LogCursor.FindToFollow(position, call, parameter);

    /// <summary>The number before the first event that was made at or after a time.</summary>
    public static async Task<long> NumberBefore(Session session, Call call, Instant from, long settled)
    {
        var search = new EventSearch(session, call, new EventLogFilter(From: from), ascending: true);
        var found = await search.Find(0, settled, SearchLimits.Of(call, 1));
        return found.Events is [var first, ..] ? first.Seq - 1 : found.StoppedAt ?? settled;
    }

    static readonly Sql FindRemoved = new("SELECT removed_to AS n FROM event_removal WHERE one = 1");

    static readonly Sql FindFew = new($"""
        SELECT {SeenEvent.FewColumns}
        FROM events e
        WHERE e.seq > @after AND e.seq <= @settled
        ORDER BY e.seq
        LIMIT @limit
        """);

    static readonly Sql FindAll = new($"""
        SELECT {SeenEvent.Columns}
        FROM {LoggedEvent.Rows}
        WHERE e.seq > @after AND e.seq <= @settled
        ORDER BY e.seq
        LIMIT @limit
        """);

    static readonly Sql FindSome = new($$"""
        SELECT {{SeenEvent.Columns}}
        FROM {{LoggedEvent.Rows}}
        WHERE e.seq {list numbers}
        ORDER BY e.seq
        """);
}
