using System.Threading.Channels;

namespace Kalends.Platform.Storage;

/// <summary>The single writer of a SQLite file: queued commands run one by one and are committed together.</summary>
/// <remarks>
/// A commit with synchronous=FULL costs a disk flush; commands that arrive during one flush share the next. Each
/// command runs in a savepoint of its own, so that a failure does not affect the others, and each is answered only
/// after the commit that includes it. Refusals wait for the commit too, because they may depend on an earlier command
/// of the group. Nothing is answered as done if the files of the database are no longer those that were opened.
/// </remarks>
sealed partial class SqliteWriteLane : IAsyncDisposable
{
    readonly SqliteSession _session;
    readonly SqliteFiles _files;
    readonly Outage _outage = new();
    readonly int _groupMax;
    readonly CommitSignal _signal;
    readonly ILogger _log;
    readonly Channel<Command> _queue;
    readonly Thread _thread;

    public SqliteWriteLane(
        SqliteSession session, SqliteFiles files, StorageSettings settings, CommitSignal signal, ILogger log)
    {
        _signal = signal;
        _session = session;
        _files = files;
        _groupMax = settings.WriteGroupMax;
        _log = log;
        _queue = Channel.CreateBounded<Command>(
            new BoundedChannelOptions(settings.WriteQueueMax) { SingleReader = true });
        _thread = new Thread(Serve) { Name = "write lane", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the last attempted change could not be written.</summary>
    public bool Fails => _outage.Lasts;

    public Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        var command = new Command<T>(work, cancel);
        if (!_queue.Writer.TryWrite(command))
            throw (_queue.Reader.Completion.IsCompleted || _stopping
                ? PlatformErrors.ShuttingDown
                : PlatformErrors.WriteQueueFull).Refused();
        return command.Answered;
    }

    /// <summary>Accepts no more commands, finishes those that wait, and closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        return new ValueTask(Task.Run(() =>
        {
            _thread.Join();
            _session.Dispose();
        }));
    }

    volatile bool _stopping;

    void Serve()
    {
        var group = new List<Command>(_groupMax);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < _groupMax && _queue.Reader.TryRead(out var command))
                group.Add(command);

            if (CommitTogether(group) is not null)
                foreach (var command in group)
                    CommitAlone(command);
        }
    }

    /// <summary>
    /// Retries a command alone, because another command may have caused the loss of the group's transaction.
    /// </summary>
    void CommitAlone(Command command)
    {
        if (CommitTogether([command]) is not { } wrong)
            return;
        Note(wrong);
        command.Fail(PlatformErrors.StorageUnavailable.Refused());
    }

    /// <summary>
    /// Runs commands in one transaction and answers them; returns the error if nothing was committed.
    /// </summary>
    Exception? CommitTogether(List<Command> group)
    {
        if (_files.IsWritten)
            _files.Compare(_session);
        if ((IsLost() ?? Try(Begin)) is { } unable)
        {
            Note(unable);
            foreach (var command in group)
                command.Fail(PlatformErrors.StorageUnavailable.Refused());
            return null;
        }

        var isWritten = false;
        try
        {
            foreach (var command in group)
            {
                isWritten |= RunInSavepoint(command);
                if (!_session.InTransaction)
                    return new InvalidOperationException("An error rolled the whole transaction back.");
            }
            Execute(Commit);
        }
        catch (Exception wrong)
        {
            if (_session.InTransaction && Try(Rollback) is { } worse)
                Note(worse);
            return wrong;
        }

        _files.Compare(_session);
        if (_session.TakeAnnouncement())
            _signal.Raise();
        if (IsLost() is { } lost)
            Forsake(group, lost);
        else
            Answer(group, isWritten);
        _files.CopyLog(_session);
        return null;
    }

    void Answer(List<Command> group, bool isWritten)
    {
        if (isWritten && _outage.Ends())
            LogWritesAgain(_log);
        foreach (var command in group)
            command.Answer();
    }

    /// <summary>
    /// Fails commands whose commit went into files that are no longer the database: a restart would not find it.
    /// </summary>
    void Forsake(List<Command> group, Exception lost)
    {
        Note(lost);
        foreach (var command in group)
            command.Fail(PlatformErrors.OutcomeUnknown.Refused());
    }

    /// <summary>Runs a command, and returns whether it changed anything that was kept.</summary>
    bool RunInSavepoint(Command command)
    {
        var changes = _session.Changes;
        Execute(Savepoint);
        var stands = command.TryRun(_session);
        // SQLite also counts changes that are undone.
        var isWritten = stands && _session.Changes != changes;
        if (!stands && _session.InTransaction)
            Execute(RollbackToSavepoint);
        if (command.Outage is { } wrong)
            Note(wrong);
        if (_session.InTransaction)
            Execute(Release);
        return isWritten;
    }

    IOException? IsLost() => _files.Fault() is { } fault ? new IOException(fault) : null;

    Exception? Try(Sql sql)
    {
        try
        {
            Execute(sql);
            return null;
        }
        catch (Exception wrong)
        {
            return wrong;
        }
    }

    void Note(Exception wrong)
    {
        if (_outage.Begins())
            LogFails(_log, wrong);
    }

    // The returned task is always complete, because SQLite works on the calling thread.
    void Execute(Sql sql) => _session.Run(sql).AsTask().GetAwaiter().GetResult();

    static readonly Sql Begin = new("BEGIN IMMEDIATE");
    static readonly Sql Savepoint = new("SAVEPOINT command");
    static readonly Sql RollbackToSavepoint = new("ROLLBACK TO command");
    static readonly Sql Release = new("RELEASE command");
    static readonly Sql Commit = new("COMMIT");
    static readonly Sql Rollback = new("ROLLBACK");

    abstract class Command
    {
        /// <summary>The error that kept the last run from the file or the disk, if there was one.</summary>
        public Exception? Outage { get; protected set; }

        /// <summary>Runs the command and stores its outcome; false if it must be undone.</summary>
        public abstract bool TryRun(Session session);

        /// <summary>Gives the caller the outcome of the last run.</summary>
        public abstract void Answer();

        public abstract void Fail(Exception wrong);
    }

    sealed class Command<T>(Func<Session, Task<T>> work, CancellationToken cancel) : Command
    {
        // Continuations run elsewhere, because the lane must never run its callers' code.
        readonly TaskCompletionSource<T> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

        async Task<T> Started(Session session) => await work(session);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Changes are not written for now.")]
    static partial void LogFails(ILogger log, Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "Changes are written again.")]
    static partial void LogWritesAgain(ILogger log);
}
