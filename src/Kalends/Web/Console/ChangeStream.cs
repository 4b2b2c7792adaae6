using System.Runtime.CompilerServices;
using System.Text;
using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>
/// A stream that tells a page that something has changed, not what; the page then reads itself again.
/// </summary>
/// <remarks>
/// A page names the position of the log from before it was read, so that a change between its reading and the opening
/// of its stream is told too. Whoever is cut off resumes after the last position that was told.
/// </remarks>
static class ChangeStream
{
    /// <summary>
    /// The address of a stream that begins now, so before the page is read; null where the log cannot be followed.
    /// </summary>
    public static async Task<string?> HrefOf(string path, IEnumerable<(string, string?)> asked, Call call) =>
        call.IsReadOnly ? null : Href.Of(path, [.. asked, ("after", await ReadPosition.Run(new(), call))]);

    /// <summary>Tells of the events of the log that the visitor may see, among those that a filter finds.</summary>
    public static async Task<Shown> Of(
        EventLogFilter filter, string? after, Func<LoggedEvent, bool> matters, Visit visit)
    {
        var (events, hasGap) = await Follow(filter, after, visit.Call);
        return Shown.Live(new EventStream(cancel => Frames(events, hasGap, matters, cancel)));
    }

    // A page may have been open for longer than events are kept.
    static async Task<(IAsyncEnumerable<LoggedEvent> Events, bool HasGap)> Follow(
        EventLogFilter filter, string? after, Call call)
    {
        try
        {
            return (await FollowEvents.Subscribe(new(filter, after), call), false);
        }
        catch (Refused refused) when (refused.Is(EventsErrors.PositionRemoved))
        {
            return (await FollowEvents.Subscribe(new(filter), call), true);
        }
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(
        IAsyncEnumerable<LoggedEvent> events, bool hasGap, Func<LoggedEvent, bool> matters,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        if (hasGap)
            yield return "data: changed\n\n"u8.ToArray();
        await foreach (var happened in events.WithCancellation(cancel))
            if (matters(happened))
                yield return Encoding.UTF8.GetBytes($"id: {happened.Position}\ndata: changed\n\n");
    }
}
