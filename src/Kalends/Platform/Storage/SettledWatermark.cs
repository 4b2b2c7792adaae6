using System.Diagnostics;

namespace Kalends.Platform.Storage;

/// <summary>
/// The number up to which rows that are only ever added are settled: no further row at or below it can appear.
/// </summary>
/// <remarks>
/// On PostgreSQL a row takes its number before it is committed, so a higher number may become visible first. The newest
/// visible number is settled once every transaction that was running then has ended. One background task polls for all
/// followers, for as long as there are any.
/// </remarks>
sealed partial class SettledWatermark(Db db, Sql newest, ILogger log) : IAsyncDisposable
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan LastRetry = TimeSpan.FromMilliseconds(80);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    readonly SemaphoreSlim _looking = new(1);
    readonly Lock _counting = new();
    readonly CancellationTokenSource _stopping = new();
    readonly Outage _outage = new();
    TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile Pending? _pending;
    long _settled;
    long _seen;
    int _followers;
    bool _isWorking;
    Task _work = Task.CompletedTask;

    public long Settled => Interlocked.Read(ref _settled);

    /// <summary>Whether a transaction has been running for longer than most do.</summary>
    bool IsHeldBack => _pending is { } pending && Stopwatch.GetElapsedTime(pending.Since) > Moment;

    /// <summary>A number that is settled once no transaction below the mark runs.</summary>
    sealed record Pending(long Number, long Mark, long Since);

    /// <summary>How many numbers the last poll saw that were not settled.</summary>
    public long Unsettled => Math.Max(0, Interlocked.Read(ref _seen) - Settled);

    /// <summary>Polls once, and returns the number that is settled now.</summary>
    public async Task<long> Look(CancellationToken cancel)
    {
        await _looking.WaitAsync(cancel);
        try
        {
            await db.Read(async session => { await Advance(session); return true; }, cancel);
        }
        finally
        {
            _looking.Release();
        }
        return Settled;
    }

    /// <summary>
    /// Polls, and gives running transactions a moment to end, so that callers find what they have just written. If one
    /// has been running for longer than that, nobody waits for it.
    /// </summary>
    public async Task<long> ReadSettled(CancellationToken cancel)
    {
        await Look(cancel);
        var (goal, pause) = (Volatile.Read(ref _seen), FirstRetry);
        for (; Settled < goal && !IsHeldBack && pause <= LastRetry; pause *= 2)
        {
            await Task.Delay(pause, cancel);
            await Look(cancel);
        }
        return Settled;
    }

    /// <summary>Waits until a number above this one is settled.</summary>
    public async Task<long> Beyond(long number, CancellationToken cancel)
    {
        while (true)
        {
            // The task is read before polling, so that an advance between the two is not missed.
            var advanced = Volatile.Read(ref _advanced).Task;
            if (Settled > number)
                return Settled;
            await advanced.WaitAsync(cancel);
        }
    }

    /// <summary>Keeps polling until the result is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (_counting)
        {
            _followers++;
            if (!_isWorking)
                // The task outlives the request that starts it, and is no part of its trace.
                using (ExecutionContext.SuppressFlow())
                    _work = Task.WhenAll(_work, Task.Run(Work));
            _isWorking = true;
        }
        return new Following(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _stopping.Dispose();
        _looking.Dispose();
    }

    async Task Work()
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var listening = Listen(idle.Token);
        var retry = FirstRetry;
        while (IsWanted())
            try
            {
                await Look(_stopping.Token);
                if (_outage.Ends())
                    LogSeesAgain();
                // A late transaction raises no signal if it rolls back.
                retry = _pending is null ? FirstRetry : TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, Poll.Ticks));
                await db.CommitSignal.Wait(_pending is null ? Poll : retry, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The database is being closed.
            }
            catch (Exception wrong)
            {
                // Followers wait until it works again.
                if (_outage.Begins())
                    LogSeesNothing(wrong);
                await Task.Delay(Poll, CancellationToken.None);
            }
        await idle.CancelAsync();
        await listening;
    }

    bool IsWanted()
    {
        lock (_counting)
            return _isWorking = _followers > 0 && !_stopping.IsCancellationRequested;
    }

    async Task Listen(CancellationToken cancel)
    {
        try
        {
            await db.Listen(cancel);
        }
        catch (OperationCanceledException)
        {
            // There are no more followers.
        }
    }

    async Task Advance(Session session)
    {
        var seen = await session.Number(newest) ?? 0;
        Volatile.Write(ref _seen, seen);
        if (seen < _settled)
            // The database was restored to an older state.
            (_pending, _settled) = (null, seen);
        while (seen > _settled)
        {
            var pending = _pending ??= new(seen, await session.Mark(), Stopwatch.GetTimestamp());
            if (await session.EarliestRunning() < pending.Mark)
                return;
            Interlocked.Exchange(ref _settled, pending.Number);
            _pending = null;
            Interlocked.Exchange(ref _advanced, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    void End()
    {
        lock (_counting)
            _followers--;
        db.CommitSignal.Raise();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is new cannot be seen for now; streams wait.")]
    partial void LogSeesNothing(Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "What is new is seen again.")]
    partial void LogSeesAgain();

    sealed class Following(SettledWatermark follower) : IDisposable
    {
        SettledWatermark? _follower = follower;

        public void Dispose() => Interlocked.Exchange(ref _follower, null)?.End();
    }
}
