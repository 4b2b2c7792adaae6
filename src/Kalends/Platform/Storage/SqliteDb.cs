using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage;

/// <summary>One SQLite file: one writer that commits in groups, a pool of readers beside it (WAL).</summary>
sealed class SqliteDb : Db
{
    readonly SqliteClaim _claim;
    readonly SqliteWriteLane _lane;
    readonly SqliteReaders _readers;

    SqliteDb(SqliteClaim claim, SqliteWriteLane lane, SqliteReaders readers, StorageSettings settings, Bell bell)
        : base(Math.Clamp(settings.LongReads, 1, Math.Max(1, settings.Readers - 1)))
    {
        Bell = bell;
        _claim = claim;
        _lane = lane;
        _readers = readers;
    }

    public static SqliteDb OpenFile(string path, StorageSettings settings, ILogger log)
    {
        SqliteLibrary.Configure();
        var claim = SqliteClaim.Take(path, log);
        try
        {
            var bell = new Bell();
            var lane = new SqliteWriteLane(new SqliteSession(Writer(claim.Path)), settings, bell, log);
            return new SqliteDb(
                claim, lane, new SqliteReaders(() => Reader(claim.Path), settings.Readers), settings, bell);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _lane.Write(work, cancel);

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _readers.Read(work, cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _readers.ReadSnapshot(work, cancel);

    /// <summary>This process owns the file, so it is alone already.</summary>
    public override async Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel)
    {
        await work();
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _lane.DisposeAsync();
        _readers.Dispose();
        _claim.Dispose();
    }

    // WAL lets readers run beside the writer; FULL makes every commit reach the disk before it is answered.
    static readonly string[] WriterPragmas =
    [
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-32768",
    ];

    static SqliteConnection Writer(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            foreach (var pragma in WriterPragmas)
                Pragma(connection, pragma);
            Migrations.Apply(connection, Dialect.Sqlite, "sqlite");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    static SqliteSession Reader(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadOnly);
        Pragma(connection, "query_only=ON");
        Pragma(connection, "temp_store=MEMORY");
        return new SqliteSession(connection);
    }

    static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    static void Pragma(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + pragma;
        command.ExecuteNonQuery();
    }
}
