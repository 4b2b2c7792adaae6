using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>Tells other processes about commits, and receives their notifications.</summary>
/// <remarks>
/// A NOTIFY inside each transaction would make all their commits wait for one lock. A single one after them, for all
/// commits of a short period, costs almost nothing. If it is lost, followers notice by polling a second later.
/// </remarks>
sealed partial class PostgresRelay(PostgresServer server, ILogger log) : IAsyncDisposable
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Probe = TimeSpan.FromSeconds(30);

    readonly CancellationTokenSource _stopping = new();
    readonly Outage _outage = new();
    Task _telling = Task.CompletedTask;
    int _isTelling;

    /// <summary>Notifies the other processes soon; further calls until then have no effect.</summary>
    public void Tell()
    {
        if (Interlocked.Exchange(ref _isTelling, 1) == 0 && !_stopping.IsCancellationRequested)
            _telling = Task.Run(TellSoon);
    }

    /// <summary>
    /// Raises the signal for notifications from other processes, over a connection of its own that is reopened when it
    /// is lost.
    /// </summary>
    public async Task Listen(CommitSignal signal, CancellationToken cancel)
    {
        while (true)
            try
            {
                await ListenOnce(signal, cancel);
            }
            catch (Exception lost) when (lost is NpgsqlException or TimeoutException or IOException)
            {
                if (_outage.Begins())
                    LogLost(lost);
                await Task.Delay(Retry, cancel);
            }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _telling;
        _stopping.Dispose();
    }

    async Task TellSoon()
    {
        try
        {
            await Task.Delay(Moment, _stopping.Token);
            Interlocked.Exchange(ref _isTelling, 0);
            await using var command = server.Pool.CreateCommand("NOTIFY kalends_commits");
            await command.ExecuteNonQueryAsync(_stopping.Token);
        }
        catch (Exception lost) when (lost is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // Followers poll every second by themselves.
        }
    }

    async Task ListenOnce(CommitSignal signal, CancellationToken cancel)
    {
        await using var connection = await server.Direct.OpenConnectionAsync(cancel);
        connection.Notification += (_, _) => signal.Raise();
        await using var listen = new NpgsqlCommand("LISTEN kalends_commits", connection);
        await listen.ExecuteNonQueryAsync(cancel);
        if (_outage.Ends())
            LogHeard();
        // Notifications may have been missed while there was no connection.
        signal.Raise();
        while (true)
            if (!await connection.WaitAsync(Probe, cancel))
                // The statement reveals a connection that died silently.
                await listen.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other processes cannot be heard for now.")]
    partial void LogLost(Exception lost);

    [LoggerMessage(Level = LogLevel.Information, Message = "Other processes are heard again.")]
    partial void LogHeard();
}
