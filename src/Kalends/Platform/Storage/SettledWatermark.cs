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

    readonly SemaphoreSlim _looking = new(1);
    readonly Lock _counting = new();
    readonly CancellationTokenSource _stopping = new();
    readonly Outage _outage = new();
    TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    (long Number, long Mark)? _pending;
    long _settled;
    long _seen;
    int _followers;
    bool _isWorking;
    Task _work = Task.CompletedTask;

    public long Settled => Interlocked.Read(ref _settled);

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
    /// Polls, and gives running transactions a moment to end, so that callers find what they have just written.
    /// </summary>
    public async Task<long> ReadSettled(CancellationToken cancel)
    {
        await Look(cancel);
        var (goal, pause) = (Volatile.Read(ref _seen), FirstRetry);
        for (; Settled < goal && pause <= LastRetry; pause *= 2)
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
            _pending ??= (seen, await session.Mark());
            if (await session.EarliestRunning() < _pending.Value.Mark)
                return;
            Interlocked.Exchange(ref _settled, _pending.Value.Number);
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
