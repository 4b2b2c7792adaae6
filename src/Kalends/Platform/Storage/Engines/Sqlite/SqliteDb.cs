using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>One SQLite file: one writer that commits in groups, and a pool of readers beside it (WAL).</summary>
sealed partial class SqliteDb : Db
{
    readonly SqliteClaim _claim;
    readonly SqliteFiles _files;
    readonly SqliteWriteLane _lane;
    readonly SqliteReaders _readers;
    readonly IDisposable _gauges;
    readonly Outage _outage = new();
    readonly StorageSettings _settings;

    SqliteDb(SqliteClaim claim, StorageSettings settings, ILogger log)
        : base(Math.Clamp(settings.LongReads, 1, Math.Max(1, settings.Readers - 1)), log)
    {
        (_claim, _settings) = (claim, settings);
        var writer = new SqliteSession(Writer(claim.Path, settings));
        try
        {
            _files = new SqliteFiles(claim.Path, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
        _lane = new SqliteWriteLane(writer, _files, settings, CommitSignal, log);
        _readers = new SqliteReaders(Reader, settings.Readers);
        _gauges = SqliteGauges.Watch(_lane, _readers);
    }

    public static SqliteDb OpenFile(string path, StorageSettings settings, ILogger log)
    {
        SqliteLibrary.Configure();
        KeepThreadsFor(settings.Readers);
        try
        {
            return Open(SqliteClaim.Take(path, log), settings, log);
        }
        catch (SqliteException wrong)
        {
            throw new StartRefused(SqliteErrors.Refusal(path, wrong));
        }
    }

    static SqliteDb Open(SqliteClaim claim, StorageSettings settings, ILogger log)
    {
        try
        {
            return new SqliteDb(claim, settings, log);
        }
        catch
        {
            claim.Withdraw();
            throw;
        }
    }

    public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _lane.Write(work, cancel);

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Guarded(_readers.Read(work, cancel));

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        Guarded(_readers.ReadSnapshot(work, cancel));

    /// <summary>Runs the work here: this process owns the file, so no other process can run it.</summary>
    public override async Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel)
    {
        await work();
        return true;
    }

    public override async Task CheckReady(CancellationToken cancel)
    {
        if (_files.Fault() is { } fault)
            throw PlatformErrors.FilesLost.Refused(fault);
        if (_files.FreeBytes < _settings.FreeBytesMin)
            throw PlatformErrors.DiskFull.Refused();
        // The lane knows its own writes; a trial change shows whether it can write again.
        if (_files.IsWritten || _lane.Fails)
            await Write(TryRoom, cancel);
        if (_files.Fault() is { } found)
            throw PlatformErrors.FilesLost.Refused(found);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _gauges.Dispose();
        await _lane.DisposeAsync();
        _files.Dispose();
        _readers.Dispose();
        _claim.Dispose();
    }

    /// <summary>Adds threads to the pool for those that readers occupy; the pool itself adds them too slowly.</summary>
    static void KeepThreadsFor(int readers)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + readers), completions);
    }

    async Task<T> Guarded<T>(Task<T> reading)
    {
        try
        {
            var read = await reading;
            if (_outage.Ends())
                LogReadsAgain(Log);
            return read;
        }
        catch (SqliteException wrong) when (SqliteErrors.IsOutage(wrong))
        {
            if (_outage.Begins())
                LogUnreadable(Log, wrong);
            throw PlatformErrors.StorageUnavailable.Refused();
        }
    }

    /// <summary>A trial change that needs disk space and leaves nothing behind.</summary>
    static async Task<int> TryRoom(Session session)
    {
        await session.Run(TakeRoom, ("filler", new string(' ', 16 << 10)));
        return await session.Run(GiveRoomBack);
    }

    static readonly Sql TakeRoom = new(
        "INSERT INTO migrations (module, number, file, checksum) VALUES ('room', 0, '', @filler)");

    static readonly Sql GiveRoomBack = new("DELETE FROM migrations WHERE module = 'room'");

    // WAL lets readers run beside the writer; FULL makes every commit reach the disk before it is answered. The log is
    // copied between changes, so that no commit writes into the database's own file.
    static readonly string[] WriterPragmas =
    [
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-32768",
        "wal_autocheckpoint=0",
    ];

    static SqliteConnection Writer(string path, StorageSettings settings)
    {
        var connection = SqliteLibrary.Connect(path, SqliteOpenMode.ReadWrite, settings.LockSeconds);
        try
        {
            // SQLite opens a file without write permission for reading, and reports this only at the first change.
            if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
                throw new StartRefused(SqliteErrors.ReadOnly(path));
            foreach (var pragma in WriterPragmas)
                Statement.Run(connection, $"PRAGMA {pragma}");
            Migrations.Apply(connection, Dialect.Sqlite, "sqlite");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    SqliteSession Reader()
    {
        var session = SqliteReaders.Open(_claim.Path, _settings.LockSeconds);
        try
        {
            // The name may refer to another database by now.
            return _files.Fault() is null ? session : throw PlatformErrors.StorageUnavailable.Refused();
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot be read for now.")]
    static partial void LogUnreadable(ILogger log, Exception wrong);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is read again.")]
    static partial void LogReadsAgain(ILogger log);
}
