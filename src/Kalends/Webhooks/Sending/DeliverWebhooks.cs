using Kalends.Platform.Calls;

namespace Kalends.Webhooks.Sending;

/// <summary>
/// Makes the deliveries that are due, those of many webhooks at the same time. Webhooks whose last delivery failed have
/// places of their own, so that receivers which do not answer delay no others.
/// </summary>
/// <param name="receivers">Sends the messages.</param>
/// <param name="failed">Told of what should not happen; the webhook is tried again later.</param>
/// <param name="freed">Told that there is a free place where there was none.</param>
sealed class DeliverWebhooks(Receivers receivers, Action<Exception> failed, Action freed)
{
    const int SoundMax = 64;
    const int FailingMax = 32;

    readonly Dictionary<bool, HashSet<Task>> _running = new() { [true] = [], [false] = [] };
    volatile bool _isFull;

    /// <summary>Begins the deliveries of webhooks that are due, as far as there are free places.</summary>
    /// <returns>The deliveries that run now, each of which makes a place free at its end.</returns>
    public async Task<IReadOnlyCollection<Task>> Begin(Call call)
    {
        foreach (var running in _running.Values)
            running.RemoveWhere(task => task.IsCompleted);
        foreach (var failing in await Claim.FindDue(call))
            await Begin(call, failing, failing ? FailingMax : SoundMax);
        _isFull = _running[false].Count == SoundMax || _running[true].Count == FailingMax;
        return [.. _running[false], .. _running[true]];
    }

    /// <summary>Makes deliveries until none is due.</summary>
    public async Task Run(Func<Call> call)
    {
        while (await Begin(call()) is { Count: > 0 } running)
            await Task.WhenAny(running);
    }

    /// <summary>Waits for those that run.</summary>
    public Task End() => Task.WhenAll(_running.Values.SelectMany(tasks => tasks));

    async Task Begin(Call call, bool failing, int most)
    {
        var running = _running[failing];
        if (running.Count == most)
            return;
        var claims = await Claim.Take(call, failing, most - running.Count);
        var work = await call.Read(session => Work.Find(session, call, claims));
        foreach (var claim in claims)
            running.Add(Deliver(call, claim, work.GetValueOrDefault(claim.WebhookId)));
    }

    async Task Deliver(Call call, Claim claim, Work? work)
    {
        try
        {
            await DeliverWebhook.Run(call, claim, work, receivers);
        }
        catch (OperationCanceledException) when (call.Cancel.IsCancellationRequested)
        {
            // The program is stopping; the next process continues.
        }
        catch (Exception wrong)
        {
            failed(wrong);
        }
        finally
        {
            if (_isFull)
                freed();
        }
    }
}
