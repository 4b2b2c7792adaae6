using System.Runtime.CompilerServices;
using Kalends.Events;
using Kalends.Platform.Http;
using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>
/// A stream that tells a page that something has changed, not what; the page then reads itself again.
/// </summary>
static class ChangeStream
{
    /// <summary>Tells of the events of the log that the visitor may see, among those that a filter finds.</summary>
    public static async Task<Shown> Of(EventLogFilter filter, Func<LoggedEvent, bool> matters, Visit visit)
    {
        var events = await FollowEvents.Subscribe(new(filter), visit.Call);
        return Shown.Live(new EventStream(cancel => Frames(events, matters, cancel)));
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(
        IAsyncEnumerable<LoggedEvent> events, Func<LoggedEvent, bool> matters,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var happened in events.WithCancellation(cancel))
            if (matters(happened))
                yield return "data: changed\n\n"u8.ToArray();
    }
}
