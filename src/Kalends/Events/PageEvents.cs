using Kalends.Platform.Calls;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Events;

/// <summary>Pages through the event log, newest first, in both directions.</summary>
static class PageEvents
{
    /// <param name="Filter">The events to list.</param>
    public sealed record Input(EventLogFilter? Filter = null);

    public static async Task<Relay.Page<LoggedEvent>> Run(Input input, Relay.PageRequest page, Call call)
    {
        // The newest come first, so "after" means lower numbers. A client who pages upwards stops below numbers that
        // may still be committed late.
        page.In(LogCursor.Order);
        var low = page.High is { } lower ? LogCursor.Of(lower) + 1 : 0;
        var high = page.Low is { } upper ? LogCursor.Of(upper) - 1 : long.MaxValue;
        if (page.Backward)
            high = Math.Min(high, await call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel));

        var found = await call.Read(session =>
            new EventSearch(session, call, input.Filter ?? new(), page.Backward).FindAll(low, high, page.Fetch));
        // A page of large events is short without being the last.
        return page.Cut(
            found.Events, one => LogCursor.Cursor(one.Seq),
            before: page.Low is not null || (found.IsFull && page.Backward),
            after: page.High is not null || (found.IsFull && !page.Backward));
    }
}
