using System.Diagnostics;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>A change that waits for the write lane.</summary>
abstract class WriteCommand
{
    /// <summary>The error that kept the last run from the file or the disk, if there was one.</summary>
    public Exception? Outage { get; protected set; }

    /// <summary>Runs the command and stores its outcome; false if it must be undone.</summary>
    public abstract bool TryRun(Session session);

    /// <summary>Gives the caller the outcome of the last run.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception wrong);
}

/// <summary>A change, and the task with which its caller waits.</summary>
sealed class WriteCommand<T>(Func<Session, Task<T>> work, CancellationToken cancel) : WriteCommand
{
    // Continuations run elsewhere, because the lane must never run its callers' code.
    readonly TaskCompletionSource<T> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Statements on the lane's thread belong to the caller's trace.
    readonly Activity? _trace = StatementSpans.AreWanted ? Activity.Current : null;
    Task<T>? _outcome;

    public Task<T> Answered => _answered.Task;

    public override bool TryRun(Session session)
    {
        _outcome = cancel.IsCancellationRequested ? Task.FromCanceled<T>(cancel) : Started(session);
        if (!_outcome.IsCompleted)
            _outcome = Task.FromException<T>(
                new InvalidOperationException("A write awaits nothing but its session."));
        Outage = _outcome.Exception?.InnerException is { } wrong && SqliteErrors.IsOutage(wrong) ? wrong : null;
        if (Outage is not null)
            _outcome = Task.FromException<T>(PlatformErrors.StorageUnavailable.Refused());
        return _outcome.IsCompletedSuccessfully;
    }

    public override void Answer() => _answered.SetFromTask(_outcome!);

    public override void Fail(Exception wrong) => _answered.TrySetException(wrong);

    async Task<T> Started(Session session)
    {
        // At the end of the method, the lane has its own trace again, which is none.
        if (_trace is not null)
            Activity.Current = _trace;
        return await work(session);
    }
}
