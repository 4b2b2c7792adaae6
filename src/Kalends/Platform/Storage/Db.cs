using System.Collections.Concurrent;

namespace Kalends.Platform.Storage;

/// <summary>
/// The database: a lane for writes, which is the only place that opens and retries transactions, and one for reads.
/// </summary>
abstract class Db(int longReads, ILogger log) : IAsyncDisposable
{
    protected ILogger Log => log;

    readonly SemaphoreSlim _long = new(longReads);

    /// <summary>Runs a change in one transaction and returns only once it is durable.</summary>
    /// <remarks><paramref name="work"/> may run more than once, and must await nothing but its session.</remarks>
    public abstract Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Runs statements that change nothing, each on its own snapshot.</summary>
    public abstract Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>
    /// Runs statements that change nothing, all on one snapshot and with a longer time limit: reports, recounts. Only a
    /// few run at a time, so that other reads always find a connection.
    /// </summary>
    public async Task<T> ReadAtLength<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        await _long.WaitAsync(cancel);
        try
        {
            return await ReadSnapshot(work, cancel);
        }
        finally
        {
            _long.Release();
        }
    }

    protected abstract Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Refuses if the database cannot take a change now.</summary>
    public abstract Task CheckReady(CancellationToken cancel);

    /// <summary>Runs work on at most one process at a time; false if another process is running it.</summary>
    public abstract Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel);

    /// <summary>
    /// Raised after each commit that announced itself, in this process or, on PostgreSQL, in another one.
    /// </summary>
    public CommitSignal CommitSignal { get; } = new();

    readonly ConcurrentDictionary<Sql, SettledWatermark> _watermarks = new();

    /// <summary>
    /// Follows rows that are only ever added; one watermark for each statement that yields the newest number.
    /// </summary>
    public SettledWatermark Follow(Sql newest) =>
        _watermarks.GetOrAdd(newest, one => new SettledWatermark(this, one, log));

    /// <summary>Raises the signal for the commits of other processes, until it is cancelled.</summary>
    public virtual Task Listen(CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var watermark in _watermarks.Values)
            await watermark.DisposeAsync();
    }

    /// <summary>The database of the setting, without a password.</summary>
    public static string Describe(string database) =>
        PostgresAddress.Names(database)
            ? PostgresAddress.Describe(database)
            : $"SQLite, {Path.GetFullPath(database)}";

    /// <summary>Opens the database of the setting: a SQLite file, or a PostgreSQL connection string or URL.</summary>
    public static Db Open(string database, StorageSettings settings, ILogger log) =>
        PostgresAddress.Names(database)
            ? PostgresDb.OpenServer(database, settings, log)
            : SqliteDb.OpenFile(database, settings, log);

    /// <summary>
    /// Opens it to read only, also while a server uses it; refuses a database with another schema than this program's.
    /// </summary>
    public static Db OpenToRead(string database, StorageSettings settings, ILogger log) =>
        PostgresAddress.Names(database)
            ? PostgresDb.OpenToRead(database, settings, log)
            : new SqliteReadDb(database, settings, log);
}
