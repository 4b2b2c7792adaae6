using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Slots;

/// <summary>A change of a list of slots.</summary>
/// <param name="Position">The position in the event log up to which the list has every change.</param>
/// <param name="Tag">The state of the list, as the ETag of such a list names it.</param>
/// <param name="IsSnapshot">Whether it is the whole list, as it is at the begin of a stream.</param>
/// <param name="Items">The slots that are new or have changed, in order.</param>
/// <param name="Gone">The ids of the slots that are no longer in the list.</param>
sealed record SlotChange(
    string Position, string Tag, bool IsSnapshot, IReadOnlyList<SlotView> Items, IReadOnlyList<long> Gone);

/// <summary>
/// Streams the slots of a provider and how they change: opened, held, reserved, freed, lapsed, or too near for the
/// notice. The first event is the whole list, and those after it are changes of it; a list has at most 4,096 slots.
/// </summary>
/// <remarks>
/// Whatever a process changes in a calendar it writes to the event log, so each step of the log is a reason to look
/// again. What the clock changes has no event, so the stream knows when that happens next.
/// </remarks>
static class FollowSlots
{
    // One look serves all changes of a moment, so that a busy log does not keep a stream reading.
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    // The clock may jump, so a stream never waits longer for it than this.
    static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="From">Only slots that start at or after this instant; the default is now.</param>
    /// <param name="To">
    /// Only slots that start before this instant, at most 31 days after <c>from</c>, which is the default.
    /// </param>
    /// <param name="ServiceId">Only starts at which this service fits; otherwise the list shows single slots.</param>
    /// <param name="Include">
    /// Only bookable slots, or all slots with their states, for those who keep the calendar.
    /// </param>
    public record Asked(
        [Id] long ProviderId, Instant? From = null, Instant? To = null, [Id] long? ServiceId = null,
        ListSlots.Include Include = ListSlots.Include.Bookable);

    /// <param name="Asked">The slots to stream.</param>
    /// <param name="LastEventId">
    /// The last id that a stream sent. If the list has not changed since, and <c>from</c> and <c>to</c> are the same,
    /// it is not sent again.
    /// </param>
    public sealed record Input(
        [Spread] Asked Asked, [Header("Last-Event-ID")][Text(0, 500)] string? LastEventId = null);

    public static async Task<EventStream> Run(Input input, Call call)
    {
        var list = List(input.Asked, call.Now);
        await ListSlots.Load(list, call);
        var known = input.LastEventId?.Split(Separator)[^1];
        return new EventStream(cancel => Frames(Changes(list, known, call, cancel)));
    }

    /// <summary>
    /// Streams the slots of a provider and how they change; the first event is the whole list, of at most 4,096 slots.
    /// </summary>
    public static async Task<IAsyncEnumerable<SlotChange>> Subscribe(Asked input, Call call)
    {
        var list = List(input, call.Now);
        await ListSlots.Load(list, call);
        return Changes(list, null, call, call.Cancel);
    }

    static ListSlots.Input List(Asked asked, Instant now)
    {
        var window = SlotsOfProviders.WindowOf(asked.From, asked.To, now);
        return new ListSlots.Input(asked.ProviderId, window.Start, window.End, asked.ServiceId, asked.Include);
    }

    static async IAsyncEnumerable<SlotChange> Changes(
        ListSlots.Input list, string? known, Call call, [EnumeratorCancellation] CancellationToken cancel)
    {
        var log = EventLog.Follow(call);
        using var following = log.Begin();
        var settled = await log.Look(cancel);
        IReadOnlyList<SlotView>? shown = null;
        while (await Look(list, call) is { } starts)
        {
            var page = ListSlots.PageOf(starts, list);
            var tag = page.Tag.Rest;
            if (shown is null || tag != known)
            {
                var change = ChangeOf(shown ?? [], page.Items) with
                {
                    Position = EventLog.Position(settled),
                    Tag = tag,
                    IsSnapshot = shown is null,
                };
                var isNoNews = shown is null ? tag == known : change is { Items.Count: 0, Gone.Count: 0 };
                (shown, known) = (page.Items, tag);
                if (!isNoNews)
                    yield return change;
                call.Allowance?.Release();
            }
            await Wait(log, settled, starts.NextChange, call, cancel);
            settled = log.Settled;
        }
    }

    /// <summary>The list as it is now; null if the caller may no longer see it, or it is gone.</summary>
    static async Task<Starts?> Look(ListSlots.Input list, Call call)
    {
        try
        {
            return await ListSlots.Load(list, call.Again());
        }
        catch (Refused)
        {
            return null;
        }
    }

    static SlotChange ChangeOf(IReadOnlyList<SlotView> before, IReadOnlyList<SlotView> after)
    {
        var (known, ids) = (before.ToHashSet(), after.Select(slot => slot.Id).ToHashSet());
        return new SlotChange(
            "", "", false, after.Where(slot => !known.Contains(slot)).ToList(),
            before.Select(slot => slot.Id).Where(id => !ids.Contains(id)).ToList());
    }

    static async Task Wait(SettledWatermark log, long settled, Instant until, Call call, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var advanced = log.Beyond(settled, over.Token);
        while (!advanced.IsCompleted && until.Since(call.Again().Now) is var left && left > TimeSpan.Zero)
            await Task.WhenAny(advanced, Task.Delay(left < WaitMax ? left : WaitMax, over.Token));
        await over.CancelAsync();
        await Task.Delay(Pace, cancel);
    }

    const char Separator = '~';

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(IAsyncEnumerable<SlotChange> changes)
    {
        await foreach (var change in changes)
        {
            var data = JsonSerializer.Serialize(new { change.Position, change.Items, change.Gone }, Json.Options);
            yield return Encoding.UTF8.GetBytes(
                $"id: {change.Position}{Separator}{change.Tag}\n"
                + $"event: {(change.IsSnapshot ? "snapshot" : "change")}\ndata: {data}\n\n");
        }
    }
}
