using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>
/// The locks of recurring jobs, each of which runs on one process at a time. One connection holds those of this
/// process.
/// </summary>
/// <remarks>
/// A job that held its lock over a connection of its own would need a second one for its work. Of many jobs at once,
/// each would then hold one connection of a small pool and wait for another.
/// </remarks>
/// <param name="server">The server itself: a pooler would lend the connection to others between two statements.</param>
sealed class PostgresJobLocks(NpgsqlDataSource server) : IAsyncDisposable
{
    const int Space = 1;

    readonly SemaphoreSlim _turn = new(1);
    readonly HashSet<int> _held = [];
    NpgsqlConnection? _connection;

    /// <summary>
    /// Takes the lock of a job until the result is disposed of; null if this process or another one has it.
    /// </summary>
    public async Task<IAsyncDisposable?> Take(int job, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return !_held.Contains(job) && await Ask("pg_try_advisory_lock", job) && _held.Add(job)
                ? new Held(this, job)
                : null;
        }
        finally
        {
            _turn.Release();
        }
    }

    sealed class Held(PostgresJobLocks locks, int job) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await locks.Leave(job);
    }

    async Task Leave(int job)
    {
        await _turn.WaitAsync();
        try
        {
            _held.Remove(job);
            if (_connection is not null)
                await Ask("pg_advisory_unlock", job);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException)
        {
            // The server itself gives back the locks of a lost connection.
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _turn.Dispose();
    }

    // Locks with two numbers never conflict with those with one, which calendars and clients use.
    async Task<bool> Ask(string function, int job)
    {
        try
        {
            _connection ??= await server.OpenConnectionAsync();
            await using var command = new NpgsqlCommand($"SELECT {function}({Space}, {job})", _connection);
            return await command.ExecuteScalarAsync() is true;
        }
        catch
        {
            await Close();
            throw;
        }
    }

    /// <summary>Closes a connection that failed. It leaves no locks behind for whoever gets it from the pool.</summary>
    async Task Close()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        await using (connection)
            try
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                // The connection is broken, and the pool throws it away.
            }
    }
}
