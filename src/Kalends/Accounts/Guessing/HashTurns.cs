namespace Kalends.Accounts.Guessing;

/// <summary>Allows a few password hashes at a time, in turns among the waiting networks.</summary>
/// <remarks>
/// Each network has a short queue of its own. If all queues together are full, a caller whose network has fewer in its
/// queue takes the place of the last caller in the longest queue, so that nobody can keep others out by coming often.
/// </remarks>
sealed class HashTurns(int atOnce, int lineMax = 64, int waitingMax = 512)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedList<Waiter>> _lines = [];
    readonly Queue<string> _next = new();
    int _running;
    int _waiting;

    /// <summary>Waits for a turn, which ends when the result is disposed of.</summary>
    public async Task<IDisposable> Take(string network, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_running < atOnce)
            {
                _running++;
                return new Turn(this);
            }
            waiter = Join(network);
        }
        await using var stop = cancel.Register(() => Leave(waiter, cancel));
        return await waiter.Called.Task;
    }

    Waiter Join(string network)
    {
        var isNew = !_lines.TryGetValue(network, out var line);
        line ??= [];
        if (line.Count >= lineMax)
            throw AccountsErrors.TooManySignIns.Refused();
        if (_waiting >= waitingMax)
            MakeRoom(line.Count);

        if (isNew)
        {
            _lines[network] = line;
            _next.Enqueue(network);
        }
        var waiter = new Waiter(network);
        line.AddLast(waiter);
        _waiting++;
        return waiter;
    }

    void MakeRoom(int ownCount)
    {
        var longest = _lines.Values.MaxBy(line => line.Count)!;
        if (longest.Count <= ownCount + 1)
            throw AccountsErrors.TooManySignIns.Refused();
        var last = longest.Last!.Value;
        longest.RemoveLast();
        _waiting--;
        last.Called.TrySetException(AccountsErrors.TooManySignIns.Refused());
    }

    void Leave(Waiter waiter, CancellationToken cancel)
    {
        lock (_lock)
            if (_lines.TryGetValue(waiter.Network, out var line) && line.Remove(waiter))
            {
                _waiting--;
                waiter.Called.TrySetCanceled(cancel);
            }
    }

    void End()
    {
        lock (_lock)
            if (CallNext() is { } waiter)
                waiter.Called.SetResult(new Turn(this));
            else
                _running--;
    }

    /// <summary>The first caller of the next queue, which then moves behind the other queues.</summary>
    Waiter? CallNext()
    {
        while (_next.TryDequeue(out var network))
        {
            var line = _lines[network];
            if (line.First is not { } first)
            {
                // All callers of this queue have left.
                _lines.Remove(network);
                continue;
            }
            line.RemoveFirst();
            _waiting--;
            if (line.Count == 0)
                _lines.Remove(network);
            else
                _next.Enqueue(network);
            return first.Value;
        }
        return null;
    }

    sealed class Waiter(string network)
    {
        public string Network => network;

        // The caller that ends a turn must not run the continuation of another one.
        public TaskCompletionSource<IDisposable> Called { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    sealed class Turn(HashTurns turns) : IDisposable
    {
        HashTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.End();
    }
}
