using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Events;

/// <summary>Searches the event log, newest first or in the order of the log.</summary>
/// <remarks>
/// In the order of the log, the list ends before any number that may still be committed late, so that a client who
/// continues from there misses nothing.
/// </remarks>
static class ListEvents
{
    public enum Order
    {
        Desc,
        Asc,
    }

    /// <param name="Asked">The events to list.</param>
    /// <param name="Order">Newest first, or the order of the log.</param>
    /// <param name="Limit">
    /// Events per page. A page may end early, or even be empty, if events are large or a search has examined very many;
    /// <c>next</c> continues.
    /// </param>
    /// <param name="Cursor">
    /// The <c>next</c> of the page before, or the <c>position</c> or <c>id</c> of an event.
    /// </param>
    public sealed record Input(
        [Spread] EventQuery Asked, Order Order = Order.Desc, [Number(1, 100)] int Limit = 50,
        [Text(0, 500)] string? Cursor = null);

    /// <summary>Readers in the order of the log follow it, which only the primary can tell how far.</summary>
    public static bool MayLag(Input input) => input.Order == Order.Desc;

    public static async Task<Page<LoggedEvent>> Run(Input input, Call call)
    {
        var ascending = input.Order == Order.Asc;
        var (low, high) = (0L, long.MaxValue);
        if (input.Cursor is { Length: > 0 } cursor)
        {
            var place = ascending ? await LogCursor.FindToFollow(cursor, call) : await LogCursor.Find(cursor, call);
            (low, high) = ascending ? (place + 1, high) : (low, place - 1);
        }
        if (ascending)
            high = await call.Follow(LoggedEvent.Newest).Look(call.Cancel);

        var finding = await Find(input, low, high, call);
        // A caller who has reached the end may just have written the last events: a short wait shows them.
        if (ascending && finding.StoppedAt is null
            && await call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel) is var settled && settled > high)
            finding = await Find(input, low, settled, call);
        return finding.Events.Count > input.Limit
            ? new PageRequest(input.Limit).Cut(finding.Events, LogCursor.InOrder.PlaceOf)
            : new Page<LoggedEvent>(
                finding.Events, finding.StoppedAt is { } stopped ? LogCursor.Write(stopped) : null);
    }

    /// <param name="Filter">The events to find.</param>
    public sealed record Asked(EventLogFilter? Filter = null);

    /// <summary>Walks through the event log, newest first, in both directions.</summary>
    public static async Task<Page<LoggedEvent>> Walk(Asked asked, PageRequest page, Call call)
    {
        // Newest first, "after" is lower; and whoever walks up stops below what may still be committed late.
        var stretch = LogCursor.InOrder.Of(page);
        var low = stretch.HighNumber is { } lower ? LogCursor.Bounded(lower) + 1 : 0;
        var high = stretch.LowNumber is { } upper ? LogCursor.Bounded(upper) - 1 : long.MaxValue;
        if (page.Backward)
            high = Math.Min(high, await call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel));

        var found = await call.Read(session =>
            new EventSearch(session, call, asked.Filter ?? new(), page.Backward).FindAll(low, high, page.Fetch));
        // A page of large events is short, and not the last.
        return page.Cut(
            found.Events, LogCursor.InOrder.PlaceOf,
            before: stretch.Low is not null || (found.IsFull && page.Backward),
            after: stretch.High is not null || (found.IsFull && !page.Backward));
    }

    static Task<Finding> Find(Input input, long low, long high, Call call) => call.Read(session =>
        new EventSearch(session, call, input.Asked.Filter, input.Order == Order.Asc).Find(
            low, high, SearchLimits.Of(call, input.Limit + 1)));
}
