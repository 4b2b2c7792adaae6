using System.Diagnostics;
using System.Threading.Channels;

namespace Kalends.Platform.Storage.Engines.Sqlite;

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
    readonly int _waitingMax;
    readonly CommitSignal _signal;
    readonly ILogger _log;
    readonly Channel<WriteCommand> _queue;
    readonly Thread _thread;

    public SqliteWriteLane(
        SqliteSession session, SqliteFiles files, StorageSettings settings, CommitSignal signal, ILogger log)
    {
        _signal = signal;
        _session = session;
        _files = files;
        (_groupMax, _waitingMax) = (settings.WriteGroupMax, settings.WriteQueueMax);
        _log = log;
        _queue = Channel.CreateBounded<WriteCommand>(
            new BoundedChannelOptions(_waitingMax) { SingleReader = true });
        _thread = new Thread(Serve) { Name = "write lane", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Commands that wait.</summary>
    public int Waiting => _queue.Reader.Count;

    public int WaitingMax => _waitingMax;

    /// <summary>Whether the last attempted change could not be written.</summary>
    public bool Fails => _outage.Lasts;

    public Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        var command = new WriteCommand<T>(work, cancel);
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
        var group = new List<WriteCommand>(_groupMax);
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
    void CommitAlone(WriteCommand command)
    {
        if (CommitTogether([command]) is not { } wrong)
            return;
        Note(wrong);
        command.Fail(PlatformErrors.StorageUnavailable.Refused());
    }

    /// <summary>
    /// Runs commands in one transaction and answers them; returns the error if nothing was committed.
    /// </summary>
    Exception? CommitTogether(List<WriteCommand> group)
    {
        if ((Try(CompareIfWritten) ?? IsLost() ?? Try(Begin)) is { } unable)
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
            Flush(group.Count);
        }
        catch (Exception wrong)
        {
            if (_session.InTransaction && Try(Rollback) is { } worse)
                Note(worse);
            return wrong;
        }

        var lost = Try(Compare) ?? IsLost();
        if (_session.TakeAnnouncement())
            _signal.Raise();
        if (lost is not null)
            Forsake(group, lost);
        else
            Answer(group, isWritten);
        if (Try(CopyLog) is { } uncopied)
            Note(uncopied);
        return null;
    }

    void CompareIfWritten()
    {
        if (_files.IsWritten)
            Compare();
    }

    void Compare() => _files.Compare(_session);

    void CopyLog() => _files.CopyLog(_session);

    void Flush(int size)
    {
        var started = Stopwatch.GetTimestamp();
        Execute(Commit);
        StorageMeter.GroupSize.Record(size);
        StorageMeter.FlushDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    void Answer(List<WriteCommand> group, bool isWritten)
    {
        if (isWritten && _outage.Ends())
            LogWritesAgain(_log);
        foreach (var command in group)
            command.Answer();
    }

    /// <summary>
    /// Fails commands whose commit went into files that are no longer the database: a restart would not find it.
    /// </summary>
    void Forsake(List<WriteCommand> group, Exception lost)
    {
        Note(lost);
        foreach (var command in group)
            command.Fail(PlatformErrors.OutcomeUnknown.Refused());
    }

    /// <summary>Runs a command, and returns whether it changed anything that was kept.</summary>
    bool RunInSavepoint(WriteCommand command)
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

    Exception? IsLost() => Try(RequireFiles);

    void RequireFiles()
    {
        if (_files.Fault() is { } fault)
            throw new IOException(fault);
    }

    Exception? Try(Sql sql) => Try(() => Execute(sql));

    // An error that left the lane's thread would end the process.
    static Exception? Try(Action work)
    {
        try
        {
            work();
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Changes are not written for now.")]
    static partial void LogFails(ILogger log, Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "Changes are written again.")]
    static partial void LogWritesAgain(ILogger log);
}
