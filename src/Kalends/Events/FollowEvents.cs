using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Events;

/// <summary>
/// Streams events as they happen (server-sent events), from now or from a position, in the order of the log, each once.
/// </summary>
/// <remarks>
/// A stream keeps no events: it reads on in the log from where it stands, whenever more of it is settled. It says where
/// that is before anything else, so that whoever is cut off at any time can come back to it.
/// </remarks>
static class FollowEvents
{
    // A slow reader keeps what was read for it, so a stream reads little at a time.
    const int PageMax = 100;
    const int PageBytesMax = 256 << 10;

    /// <param name="Asked">Which events are wanted.</param>
    /// <param name="LastEventId">
    /// Behind what it begins: the last id that a stream sent, or the <c>position</c> or <c>id</c> of any event.
    /// </param>
    public sealed record Input(
        [Spread] EventQuery Asked, [Header("Last-Event-ID")][Text(0, 500)] string? LastEventId = null);

    public static async Task<EventStream> Run(Input input, Call call)
    {
        var filter = input.Asked.Filter;
        var after = await Begin(filter, input.LastEventId, "last_event_id", call);
        return new EventStream(cancel => Frames(after, Events(filter, after, call, cancel)));
    }

    /// <param name="Filter">Which events are wanted.</param>
    /// <param name="After">
    /// The position or the id of the event behind which it begins; now where it is left out. Who wants to be sure to
    /// miss nothing when cut off asks for <c>eventLogPosition</c> first.
    /// </param>
    public sealed record Subscription(EventLogFilter? Filter = null, [Text(0, 500)] string? After = null);

    /// <summary>
    /// Gives events as they happen, from now or from a position, in the order of the log, each once.
    /// </summary>
    public static Task<IAsyncEnumerable<LoggedEvent>> Subscribe(Subscription input, Call call)
    {
        var filter = input.Filter ?? new EventLogFilter();
        var after = Begin(filter, input.After, "after", call);
        return Follow();

        async Task<IAsyncEnumerable<LoggedEvent>> Follow() => Events(filter, await after, call, call.Cancel);
    }

    /// <summary>The number behind which a stream begins; what cannot be is refused at once.</summary>
    static Task<long> Begin(EventLogFilter filter, string? position, string parameter, Call call)
    {
        filter.WantedWords();
        return position is { Length: > 0 }
            ? LogCursor.Find(position, call, parameter)
            : call.Follow(LoggedEvent.Newest).ReadSettled(call.Cancel);
    }

    /// <summary>The events behind a number, and those to come, until it is cancelled.</summary>
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
        // An id without data is no event, and remembered all the same (HTML, 9.2.6).
        yield return Encoding.UTF8.GetBytes($"id: {LogCursor.Write(after)}\n\n");
        await foreach (var happened in events)
            yield return Frame(happened);
    }

    static ReadOnlyMemory<byte> Frame(LoggedEvent happened)
    {
        // Names of events are one line; what others call theirs was checked for that when it came in.
        var kind = happened.Kind is { } name ? $"event: {name}\n" : "";
        var data = JsonSerializer.Serialize(happened, Json.Options);
        return Encoding.UTF8.GetBytes($"id: {happened.Position}\n{kind}data: {data}\n\n");
    }
}
