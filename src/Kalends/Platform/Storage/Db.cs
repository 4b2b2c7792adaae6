using System.Collections.Concurrent;

namespace Kalends.Platform.Storage;

/// <summary>
/// The database: a lane for writes, which is the only place that opens and repeats transactions, and one for reads.
/// </summary>
abstract class Db(int longReads, ILogger log) : IAsyncDisposable
{
    protected ILogger Log => log;

    readonly SemaphoreSlim _long = new(longReads);

    /// <summary>Runs a change in one transaction and answers only when it is durable.</summary>
    /// <remarks><paramref name="work"/> may run more than once, and awaits nothing but its session.</remarks>
    public abstract Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Runs statements that change nothing, each on its own snapshot.</summary>
    public abstract Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>
    /// Runs statements that change nothing, all on one snapshot, for longer than others may: reports, recounts. A few
    /// at a time, so that the others always find a connection.
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

    /// <summary>Refuses where the database could not take a change now.</summary>
    public abstract Task CheckReady(CancellationToken cancel);

    /// <summary>Runs work on at most one process at a time; false where another one is at it.</summary>
    public abstract Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel);

    /// <summary>Raised after each commit that announced itself, here or, on PostgreSQL, in another process.</summary>
    public CommitSignal CommitSignal { get; } = new();

    readonly ConcurrentDictionary<Sql, SettledWatermark> _watermarks = new();

    /// <summary>Follows what is only ever added to; one for each statement that yields the newest number.</summary>
    public SettledWatermark Follow(Sql newest) =>
        _watermarks.GetOrAdd(newest, one => new SettledWatermark(this, one, log));

    /// <summary>Raises the signal for the commits of other processes, until it is cancelled.</summary>
    public virtual Task Listen(CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var watermark in _watermarks.Values)
            await watermark.DisposeAsync();
    }

    /// <summary>What the one setting names, without a password.</summary>
    public static string Describe(string database) =>
        PostgresAddress.Names(database)
            ? PostgresAddress.Describe(database)
            : $"SQLite, {Path.GetFullPath(database)}";

    /// <summary>Opens what the one setting names: a SQLite file, or a PostgreSQL connection string or URL.</summary>
    public static Db Open(string database, StorageSettings settings, ILogger log) =>
        PostgresAddress.Names(database)
            ? PostgresDb.OpenServer(database, settings, log)
            : SqliteDb.OpenFile(database, settings, log);
}
