using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Events;

/// <summary>Searches the event log, newest first or in its order.</summary>
/// <remarks>
/// In the order of the log it ends below what may still be committed late, so that whoever walks on from there misses
/// nothing.
/// </remarks>
static class ListEvents
{
    public enum Order
    {
        Desc,
        Asc,
    }

    /// <param name="Component">Only those of this component.</param>
    /// <param name="Kind">Only those of this kind.</param>
    /// <param name="Subject">Only what happened to this.</param>
    /// <param name="Actor">Only what this user did.</param>
    /// <param name="Email">Only those with this address.</param>
    /// <param name="Environment">Only those of this environment.</param>
    /// <param name="Words">Only those whose message has all these words, in any order, whatever their case.</param>
    /// <param name="Contains">Only those whose message has exactly this text in it.</param>
    /// <param name="From">Only those made at or after it.</param>
    /// <param name="To">Only those made before it.</param>
    /// <param name="ProviderId">Only those about this provider.</param>
    /// <param name="Order">Newest first, or the order of the log.</param>
    /// <param name="Limit">
    /// Events a page. A search that has to look at very many events answers fewer, even none; <c>next</c> goes on.
    /// </param>
    /// <param name="Cursor">The <c>next</c> of the page before, or the <c>position</c> of an event.</param>
    public sealed record Input(
        [Text(1, 200)] string? Component = null, [Text(1, 200)] string? Kind = null,
        [Text(1, 200)] string? Subject = null, [Text(1, 100)] string? Actor = null,
        [Text(0, 500)] string? Email = null, [Text(0, 500)] string? Environment = null,
        [Text(1, 500)] string? Words = null, [Text(1, 500, Verbatim = true)] string? Contains = null,
        Instant? From = null, Instant? To = null, [Id] long? ProviderId = null, Order Order = Order.Desc,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null)
    {
        public EventLogFilter Filter => new(
            Component, Kind, Subject, Actor, Email, Environment, Words, Contains, From, To, ProviderId);
    }

    public static async Task<Page<LoggedEvent>> Run(Input input, Call call)
    {
        var ascending = input.Order == Order.Asc;
        var (low, high) = (0L, long.MaxValue);
        if (input.Cursor is { Length: > 0 } cursor)
            (low, high) = ascending ? (Position.Read(cursor) + 1, high) : (low, Position.Read(cursor) - 1);
        if (ascending)
            high = await call.Follow(LoggedEvent.Newest).Look(call.Cancel);

        var finding = await Find(input, low, high, call);
        // Who has come to the end may have written the end: a moment's wait shows it.
        if (ascending && finding.StoppedAt is null
            && await call.Follow(LoggedEvent.Newest).Reach(call.Cancel) is var settled && settled > high)
            finding = await Find(input, low, settled, call);
        return finding.Events.Count > input.Limit
            ? Page.Of(finding.Events, input.Limit, row => row.Position)
            : new Page<LoggedEvent>(
                finding.Events, finding.StoppedAt is { } stopped ? Position.Write(stopped) : null);
    }

    static Task<Finding> Find(Input input, long low, long high, Call call) => call.Read(session =>
        new EventSearch(session, call, input.Filter, input.Order == Order.Asc).Find(
            low, high, input.Limit + 1, call.Settings<EventsSettings>().CandidatesMax));
}
