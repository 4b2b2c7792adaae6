using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Events;

/// <summary>
/// Streams events as they happen (server-sent events), from now or from a position, each once and in the order of the
/// log.
/// </summary>
/// <remarks>
/// A stream stores no events: whenever more of the log is settled, it continues to read from its position. It sends
/// that position before anything else, so that a client can resume whenever it is cut off.
/// </remarks>
static class FollowEvents
{
    // Events that were read wait in memory for a slow reader, so a stream reads little at a time.
    const int PageMax = 100;
    const int PageBytesMax = 256 << 10;

    /// <param name="Asked">The events to stream.</param>
    /// <param name="LastEventId">
    /// The position after which the stream begins: the last id that a stream sent, or the <c>position</c> or <c>id</c>
    /// of any event.
    /// </param>
    public sealed record Input(
        [Spread] EventQuery Asked, [Header("Last-Event-ID")][Text(0, 500)] string? LastEventId = null);

    public static async Task<EventStream> Run(Input input, Call call)
    {
        var filter = input.Asked.Filter;
        var after = await Begin(filter, input.LastEventId, "last_event_id", call);
        return new EventStream(cancel => Frames(after, Events(filter, after, call, cancel)));
    }

    /// <param name="Filter">The events to stream.</param>
    /// <param name="After">
    /// The position or the id of the event after which the stream begins; by default, now. To be sure to miss nothing
    /// when cut off, a client reads <c>eventLogPosition</c> first.
    /// </param>
    public sealed record Subscription(EventLogFilter? Filter = null, [Text(0, 500)] string? After = null);

    /// <summary>
    /// Streams events as they happen, from now or from a position, each once and in the order of the log.
    /// </summary>
    public static Task<IAsyncEnumerable<LoggedEvent>> Subscribe(Subscription input, Call call)
    {
        var filter = input.Filter ?? new EventLogFilter();
        var after = Begin(filter, input.After, "after", call);
        return Follow();

        async Task<IAsyncEnumerable<LoggedEvent>> Follow() => Events(filter, await after, call, call.Cancel);
    }

    /// <summary>The number after which a stream begins; an invalid position is refused at once.</summary>
    static Task<long> Begin(EventLogFilter filter, string? position, string parameter, Call call)
    {
        filter.WantedWords();
        return position is { Length: > 0 }
            ? LogCursor.FindToFollow(position, call, parameter)
            : call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel);
    }

    /// <summary>The events after a number, and those to come, until it is cancelled.</summary>
    static async IAsyncEnumerable<LoggedEvent> Events(
        EventLogFilter filter, long after, Call call, [EnumeratorCancellation] CancellationToken cancel)
    {
        var follower = call.Follow(LoggedEvent.Newest);
        using var following = follower.Begin();
        var (at, settled) = (after, await follower.Look(cancel));
        while (true)
        {
            if (at >= settled)
                settled = await follower.Beyond(at, cancel);
            var limits = new SearchLimits(PageMax, PageBytesMax, call.Settings<EventsSettings>().CandidatesMax);
            var finding = await call.Read(session => new EventSearch(session, call, filter, ascending: true).Find(
                at + 1, settled, limits));
            foreach (var happened in finding.Events)
                yield return happened;
            call.Allowance?.Release();
            at = finding.StoppedAt ?? settled;
        }
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(long after, IAsyncEnumerable<LoggedEvent> events)
    {
        // An id without data is not an event, but browsers remember it (HTML, 9.2.6).
        yield return Encoding.UTF8.GetBytes($"id: {LogCursor.Write(after)}\n\n");
        await foreach (var happened in events)
            yield return Frame(happened);
    }

    static ReadOnlyMemory<byte> Frame(LoggedEvent happened)
    {
        // Event names must be one line; this was checked for other systems' events when they were saved.
        var kind = happened.Kind is { } name ? $"event: {name}\n" : "";
        var data = JsonSerializer.Serialize(happened, Json.Options);
        return Encoding.UTF8.GetBytes($"id: {happened.Position}\n{kind}data: {data}\n\n");
    }
}
