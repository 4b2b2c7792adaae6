namespace Kalends.Platform.Storage;

/// <summary>
/// The database: a lane for writes, which is the only place that opens and repeats transactions, and one for reads.
/// </summary>
abstract class Db : IAsyncDisposable
{
    /// <summary>Runs a change in one transaction and answers only when it is durable.</summary>
    /// <remarks><paramref name="work"/> may run more than once, and awaits nothing but its session.</remarks>
    public abstract Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Runs statements that change nothing, each on its own snapshot.</summary>
    public abstract Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Runs work on at most one process at a time; false where another one is at it.</summary>
    public abstract Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens what the one setting names: a SQLite file, or a PostgreSQL connection string or URL.</summary>
    public static Db Open(string database, StorageSettings settings, ILogger log) =>
        PostgresDb.Names(database)
            ? PostgresDb.OpenServer(database, settings)
            : SqliteDb.OpenFile(database, settings, log);
}
