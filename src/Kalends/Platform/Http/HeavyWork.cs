namespace Kalends.Platform.Http;

/// <summary>
/// Lets each caller run a few expensive requests at the same time. Further ones wait for their turn, so that one caller
/// leaves room for the others.
/// </summary>
sealed class HeavyWork(HttpSettings settings)
{
    const int WaitingMax = 50;

    readonly Dictionary<string, Line> _lines = [];

    /// <summary>Waits for the caller's turn, which lasts until the result is disposed of.</summary>
    public async ValueTask<IDisposable?> Enter(HttpContext http)
    {
        if (settings.HeavyPerCaller == 0)
            return null;
        var line = Join(Callers.NameOf(http));
        try
        {
            await line.Turns.WaitAsync(http.RequestAborted);
            return new Turn(this, line);
        }
        catch (OperationCanceledException)
        {
            Leave(line);
            throw;
        }
    }

    Line Join(string caller)
    {
        lock (_lines)
        {
            if (!_lines.TryGetValue(caller, out var line))
                _lines[caller] = line = new Line(caller, new SemaphoreSlim(settings.HeavyPerCaller));
            if (line.Count == settings.HeavyPerCaller + WaitingMax)
                throw PlatformErrors.TooManyAtOnce.Refused(WaitingMax);
            line.Count++;
            return line;
        }
    }

    void Leave(Line line)
    {
        lock (_lines)
            if (--line.Count == 0)
                _lines.Remove(line.Caller);
    }

    /// <summary>The requests of one caller, for as long as there are any.</summary>
    sealed record Line(string Caller, SemaphoreSlim Turns)
    {
        // Those that run, and those that wait.
        public int Count { get; set; }
    }

    sealed class Turn(HeavyWork work, Line line) : IDisposable
    {
        Line? _line = line;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _line, null) is not { } over)
                return;
            over.Turns.Release();
            work.Leave(over);
        }
    }
}
