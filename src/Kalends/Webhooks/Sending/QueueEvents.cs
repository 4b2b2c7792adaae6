using System.Diagnostics;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>
/// Reads the event log once for all subscriptions, and queues each event for those that it is for.
/// </summary>
/// <remarks>
/// The deliveries and the number up to which the log was read are written in one transaction, and only if neither that
/// number nor a subscription has changed since it was read. So several processes may do this at the same time, and a
/// process may be killed at any point. A number without deliveries is written now and then.
/// </remarks>
sealed class QueueEvents
{
    const int EventsAtOnce = 500;

    // The rights of owners are as old as this at most.
    static readonly TimeSpan LoadEvery = TimeSpan.FromSeconds(5);

    LiveSubscriptions _live = LiveSubscriptions.None;
    Progress? _known;
    long _loadedAt;
    long _storedAt;
    long _read;

    /// <summary>Whether no subscription follows the log.</summary>
    public bool IsIdle => _live.AreNone;

    /// <summary>Whether the last steps have queued a delivery; asking forgets it.</summary>
    public bool TakeQueued()
    {
        var queued = _queued;
        _queued = false;
        return queued;
    }

    bool _queued;

    /// <summary>Reads a part of the log; true if it has reached the settled number.</summary>
    /// <param name="call">The program's call.</param>
    /// <param name="settled">The number up to which the log may be read.</param>
    /// <param name="storesAll">Whether the number is written even if nothing was queued.</param>
    public async Task<bool> Step(Call call, long settled, bool storesAll = false)
    {
        if (_known is null || Stopwatch.GetElapsedTime(_loadedAt) > LoadEvery)
            await Load(call);
        // A database that was restored to an older state begins again there.
        _read = Math.Min(_read, settled);
        var (events, removed) = await Read(call, settled);
        if (removed > _read)
        {
            await LeaveAllBehind(call, removed);
            return false;
        }
        var to = events.Count == EventsAtOnce ? events[^1].Number : settled;

        var wanted = events.SelectMany(one => _live.For(one).Select(subscription => (subscription.Id, Event: one)))
            .GroupBy(one => one.Id, one => one.Event).OrderBy(group => group.Key).ToList();
        var stores = wanted.Count > 0 || storesAll || Stopwatch.GetElapsedTime(_storedAt) > LoadEvery;
        if (stores && to != _known!.Position && !await Store(call, to, wanted))
        {
            _known = null;
            return false;
        }
        _read = to;
        return to == settled;
    }

    async Task<(List<SeenEvent> Events, long Removed)> Read(Call call, long settled) =>
        _live.AreNone || _read == settled ? ([], 0) : await call.Read(async session =>
        {
            var events = await EventReader.Next(session, _read, settled, EventsAtOnce, _live.ReadTexts);
            // What is removed while it is read may be missing, so this is asked afterwards.
            return (events, await EventReader.RemovedTo(session));
        });

    /// <summary>Makes each webhook catch up by itself, which tells that it has missed events.</summary>
    async Task LeaveAllBehind(Call call, long removed)
    {
        var (known, from) = (_known!, _read);
        _known = null;
        await call.Write(async session =>
        {
            if (!await known.MoveTo(session, removed))
                return false;
            await Progress.Change(session);
            await session.Run(LeaveLiveBehind, ("at", from), ("now", call.Now));
            return true;
        });
    }

    async Task Load(Call call)
    {
        var before = _known;
        // The number comes first: a change in between makes the next write fail.
        (_known, _live) = await call.Read(async session =>
            ((await Progress.Find(session))!, await LiveSubscriptions.Load(session)));
        if (before?.Generation != _known.Generation || _read < _known.Position)
            _read = _known.Position;
        _loadedAt = Stopwatch.GetTimestamp();
    }

    async Task<bool> Store(Call call, long to, List<IGrouping<long, SeenEvent>> wanted)
    {
        var from = _read;
        var stored = await call.Write(async session =>
        {
            if (!await _known!.MoveTo(session, to))
                return false;
            if (wanted.Count > 0)
                await Add(session, call, wanted, from);
            return true;
        });
        if (!stored.Value)
            return false;
        _known = _known! with { Position = to };
        _storedAt = Stopwatch.GetTimestamp();
        _queued |= wanted.Count > 0;
        return true;
    }

    static async Task Add(Session session, Call call, List<IGrouping<long, SeenEvent>> wanted, long from)
    {
        var ids = wanted.ConvertAll(group => group.Key);
        var live = (await session.All(
            HoldLive, row => (Id: row.Long("id"), Waiting: row.Long("waiting")), ("ids", ids)))
            .ToDictionary(one => one.Id, one => one.Waiting);
        foreach (var group in wanted)
        {
            if (!live.TryGetValue(group.Key, out var waiting))
                continue;
            var events = group.ToList();
            if (waiting + events.Count > WebhookDelivery.WaitingMax)
            {
                await session.Enqueue(LeaveBehind, ("id", group.Key), ("at", from), ("now", call.Now));
                continue;
            }
            foreach (var happened in events)
                await Queue.Add(session, group.Key, happened, call.Now);
            await Queue.Wake(session, group.Key, events.Count, call.Now);
        }
    }

    static readonly Sql HoldLive = new("""
        SELECT id, waiting
        FROM webhooks
        WHERE id {list ids} AND live = 1
        ORDER BY id
        {lock}
        """);

    static readonly Sql LeaveLiveBehind = new("""
        UPDATE webhooks
        SET live = 0, position = CASE WHEN position > @at THEN position ELSE @at END, due_at = @now
        WHERE live = 1
        """);

    // One with too many deliveries catches up when these are fewer.
    static readonly Sql LeaveBehind = new("""
        UPDATE webhooks
        SET live = 0, position = CASE WHEN position > @at THEN position ELSE @at END,
            due_at = CASE WHEN due_at <= @now THEN due_at ELSE @now END
        WHERE id = @id
        """);
}
