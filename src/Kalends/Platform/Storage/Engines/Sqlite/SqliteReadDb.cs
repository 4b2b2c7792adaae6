using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>A SQLite file that is only read, also beside the server that has the claim to write it.</summary>
sealed class SqliteReadDb : Db
{
    readonly SqliteReaders _readers;

    public SqliteReadDb(string path, StorageSettings settings, ILogger log)
        : base(longReads: 1, log)
    {
        try
        {
            using var connection = SqliteLibrary.Connect(path, SqliteOpenMode.ReadOnly, settings.LockSeconds);
            Migrations.RequireAll(connection, Dialect.Sqlite, "sqlite");
        }
        catch (SqliteException wrong)
        {
            throw new StartRefused(SqliteErrors.Refusal(path, wrong));
        }
        _readers = new SqliteReaders(() => SqliteReaders.Open(path, settings.LockSeconds), settings.Readers);
    }

    public override Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _readers.Read(work, cancel);

    protected override Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _readers.ReadSnapshot(work, cancel);

    public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) => throw OnlyRead();

    public override Task CheckReady(CancellationToken cancel) => throw OnlyRead();

    public override Task<bool> Alone(int job, Func<Task> work, CancellationToken cancel) => throw OnlyRead();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _readers.Dispose();
    }

    static InvalidOperationException OnlyRead() => new("The database was opened to read only.");
}
