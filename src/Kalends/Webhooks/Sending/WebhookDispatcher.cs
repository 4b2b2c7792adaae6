using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Webhooks.Sending;

/// <summary>Queues events as they happen, and delivers them, for as long as the program runs.</summary>
sealed partial class WebhookDispatcher(
    Db db, TimeProvider clock, Settings settings, Hooks hooks, Receivers receivers, ILogger<WebhookDispatcher> log,
    ErrorReports? reports = null) : BackgroundService
{
    // Events that happen together are queued together.
    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    readonly TimeSpan _every = TimeSpan.FromSeconds(settings.Of<WebhooksSettings>().RoundSeconds);
    readonly CommitSignal _due = new();
    readonly Outage _outage = new();

    protected override Task ExecuteAsync(CancellationToken stopping) => _every == TimeSpan.Zero
        ? Task.CompletedTask
        : Task.WhenAll(Repeat(Queue, stopping), Repeat(Deliver, stopping));

    async Task Repeat(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (true)
            try
            {
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The program is stopping; the next process continues.
                return;
            }
            catch (Exception wrong)
            {
                Fail(wrong);
                await Task.Delay(_every, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    async Task Queue(CancellationToken stopping)
    {
        var (queue, follower) = (new QueueEvents(), EventLog.Follow(CallNow(stopping)));
        while (true)
        {
            var settled = await follower.Look(stopping);
            await Advance(queue, settled, stopping);
            if (queue.IsIdle)
            {
                // A log that nobody subscribes to is not followed.
                await Task.Delay(_every, stopping);
                continue;
            }
            using var following = follower.Begin();
            while (!queue.IsIdle)
            {
                settled = await Beyond(follower, settled, stopping);
                await Advance(queue, settled, stopping);
                await Task.Delay(Gathering, stopping);
            }
        }
    }

    async Task<long> Beyond(SettledWatermark follower, long settled, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(_every);
        try
        {
            return await follower.Beyond(settled, patience.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Nothing new; subscriptions may have changed.
            return follower.Settled;
        }
    }

    async Task Advance(QueueEvents queue, long settled, CancellationToken stopping)
    {
        while (!await queue.Step(CallNow(stopping), settled))
            _due.Raise();
        if (queue.TakeQueued())
            _due.Raise();
        Succeed();
    }

    async Task Deliver(CancellationToken stopping)
    {
        var deliveries = new DeliverWebhooks(receivers, Fail, _due.Raise);
        try
        {
            while (true)
            {
                await deliveries.Begin(CallNow(stopping));
                await _due.Wait(_every, stopping);
            }
        }
        finally
        {
            await deliveries.End();
        }
    }

    Call CallNow(CancellationToken stopping) => Call.OfProgram(db, clock, settings, hooks, stopping);

    void Succeed()
    {
        if (_outage.Ends())
            LogWorksAgain();
    }

    void Fail(Exception wrong)
    {
        if (!_outage.Begins())
            return;
        LogFailed(wrong);
        reports?.Add(wrong, "webhooks");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks cannot be delivered for now.")]
    partial void LogFailed(Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhooks are delivered again.")]
    partial void LogWorksAgain();
}
