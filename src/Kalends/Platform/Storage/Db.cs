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
    /// The same on a replica, if there is one that has come as far as the trail and is not too far behind.
    /// </summary>
    /// <remarks>What fails on the replica is repeated on the primary: <paramref name="work"/> may run twice.</remarks>
    public virtual Task<T> Read<T>(Func<Session, Task<T>> work, Trail trail, CancellationToken cancel) =>
        Read(work, cancel);

    /// <summary>
    /// Runs statements that change nothing, all on one snapshot and with a longer time limit: reports, recounts. Only a
    /// few run at a time, so that other reads always find a connection.
    /// </summary>
    /// <param name="work">The statements.</param>
    /// <param name="trail">What a replica must show to run them; null if only the primary may.</param>
    /// <param name="cancel">Ends the running statement.</param>
    public async Task<T> ReadAtLength<T>(Func<Session, Task<T>> work, Trail? trail, CancellationToken cancel)
    {
        await _long.WaitAsync(cancel);
        try
        {
            return trail is null ? await ReadSnapshot(work, cancel) : await ReadSnapshot(work, trail, cancel);
        }
        finally
        {
            _long.Release();
        }
    }

    public Task<T> ReadAtLength<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        ReadAtLength(work, trail: null, cancel);

    protected abstract Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    protected virtual Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, Trail trail, CancellationToken cancel) =>
        ReadSnapshot(work, cancel);

    /// <summary>Whether this process only reads, from a database that others change.</summary>
    public virtual bool IsReadOnly => false;

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
    public virtual SettledWatermark Follow(Sql newest) =>
        _watermarks.GetOrAdd(newest, one => new SettledWatermark(this, one, log));

    /// <summary>Raises the signal for the commits of other processes, until it is cancelled.</summary>
    public virtual Task Listen(CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var watermark in _watermarks.Values)
            await watermark.DisposeAsync();
    }
}
