using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>A bounded pool of read-only connections; a caller waits if none is free.</summary>
sealed class SqliteReaders(Func<SqliteSession> open, int max) : IDisposable
{
    readonly SemaphoreSlim _free = new(max);
    readonly System.Collections.Concurrent.ConcurrentBag<SqliteSession> _idle = [];

    public int Max => max;

    public int Busy => max - _free.CurrentCount;

    /// <summary>A new connection that only reads.</summary>
    public static SqliteSession Open(string path, int lockSeconds)
    {
        var connection = SqliteLibrary.Connect(path, SqliteOpenMode.ReadOnly, lockSeconds);
        try
        {
            Statement.Run(connection, "PRAGMA query_only=ON");
            Statement.Run(connection, "PRAGMA temp_store=MEMORY");
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<T> Read<T>(Func<SqliteSession, Task<T>> work, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            var session = _idle.TryTake(out var idle) ? idle : open();
            try
            {
                return await work(session);
            }
            finally
            {
                _idle.Add(session);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Reads in one transaction, and interrupts a statement whose caller has gone away.</summary>
    public Task<T> ReadSnapshot<T>(Func<Session, Task<T>> work, CancellationToken cancel) => Read(
        async session =>
        {
            await session.Run(Begin);
            try
            {
                await using var stop = cancel.Register(session.Interrupt);
                return await work(session);
            }
            catch (SqliteException stopped)
                when (stopped.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT && cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancel);
            }
            finally
            {
                await session.Run(Commit);
            }
        }, cancel);

    static readonly Sql Begin = new("BEGIN");

    static readonly Sql Commit = new("COMMIT");

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Dispose();
        _free.Dispose();
    }
}
