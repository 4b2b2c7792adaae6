using Kalends.Platform.Calls;

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

    public static async Task<Page<LoggedEvent>> Run(Input input, Call call)
    {
        var ascending = input.Order == Order.Asc;
        var (low, high) = (0L, long.MaxValue);
        if (input.Cursor is { Length: > 0 } cursor)
        {
            var place = await LogCursor.Find(cursor, call);
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
            ? Page.Of(finding.Events, input.Limit, row => row.Position)
            : new Page<LoggedEvent>(
                finding.Events, finding.StoppedAt is { } stopped ? LogCursor.Write(stopped) : null);
    }

    static Task<Finding> Find(Input input, long low, long high, Call call) => call.Read(session =>
        new EventSearch(session, call, input.Asked.Filter, input.Order == Order.Asc).Find(
            low, high, SearchLimits.Of(call, input.Limit + 1)));
}
