using System.Diagnostics;
using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>The replicas that reads may go to. One task looks every second how far each has come.</summary>
/// <remarks>
/// Lag is told in time: how long ago the primary wrote what the replica shows next. It is 0 while nothing is written,
/// and while the primary is away, a replica keeps the lag that it had.
/// </remarks>
sealed partial class PostgresReplicas : IAsyncDisposable
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LookMax = TimeSpan.FromSeconds(2);

    // Two minutes of looks; a lag beyond them is shown as two minutes.
    const int HistoryMax = 120;

    readonly NpgsqlDataSource _primary;
    readonly IReadOnlyList<PostgresReplica> _all;
    readonly TimeSpan _lagMax;
    readonly ILogger _log;
    readonly Outage _outage = new();
    readonly Queue<(long At, long Position)> _history = new();
    readonly CancellationTokenSource _stopping = new();
    readonly IDisposable _gauges;
    readonly Task _watching;
    int _turn;

    public PostgresReplicas(
        NpgsqlDataSource primary, IReadOnlyList<PostgresReplica> all, TimeSpan lagMax, ILogger log)
    {
        (_primary, _all, _lagMax, _log) = (primary, all, lagMax, log);
        _gauges = ReplicaGauges.Watch(all);
        _watching = Task.Run(Watch);
    }

    /// <summary>The replicas of the settings; null if there are none.</summary>
    public static PostgresReplicas? Open(PostgresServer primary, StorageSettings settings, ILogger log) =>
        settings.Replicas is not { Length: > 0 } addresses ? null : new(
            primary.Pool,
            PostgresAddress.ReadEach(addresses, settings).Select(one => new PostgresReplica(
                PostgresServer.Source(one, "replica"), $"{one.Host}:{one.Port}")).ToList(),
            TimeSpan.FromSeconds(settings.ReplicaLagSeconds), log);

    /// <summary>The replica whose turn it is, of those that are not too far behind; null if there is none.</summary>
    public PostgresReplica? Next()
    {
        var first = Interlocked.Increment(ref _turn);
        for (var i = 0; i < _all.Count; i++)
        {
            var one = _all[(int)((uint)(first + i) % (uint)_all.Count)];
            if (one.Last is { } last && last.Lag <= _lagMax)
                return one;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
        _gauges.Dispose();
        foreach (var replica in _all)
            await replica.DisposeAsync();
    }

    async Task Watch()
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
                await LookAtAll();
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The database is being closed.
        }
    }

    async Task LookAtAll()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(LookMax);
        await LookAtPrimary(patience.Token);
        await Task.WhenAll(_all.Select(one => LookAt(one, patience.Token)));
        _stopping.Token.ThrowIfCancellationRequested();
        if (_all.All(one => one.Last is not null))
        {
            if (_outage.Ends())
                LogFollows();
        }
        else if (_outage.Begins())
            LogAway(string.Join(", ", _all.Where(one => one.Last is null).Select(one => one.Name)));
    }

    async Task LookAtPrimary(CancellationToken cancel)
    {
        try
        {
            await using var command = _primary.CreateCommand($"SELECT {PostgresSession.Flushed}");
            _history.Enqueue((Stopwatch.GetTimestamp(), (long)(await command.ExecuteScalarAsync(cancel))!));
            if (_history.Count > HistoryMax)
                _history.Dequeue();
        }
        catch (Exception lost) when (IsLost(lost))
        {
            // The replicas are compared with what is known of it.
        }
    }

    async Task LookAt(PostgresReplica one, CancellationToken cancel)
    {
        try
        {
            one.Found(await one.Position(cancel) is { } position
                ? new(Stopwatch.GetTimestamp(), position, LagOf(position))
                : null);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            one.Found(null);
        }
    }

    TimeSpan LagOf(long position)
    {
        foreach (var (at, written) in _history)
            if (written > position)
                return Stopwatch.GetElapsedTime(at);
        return TimeSpan.Zero;
    }

    static bool IsLost(Exception wrong) => wrong is NpgsqlException or TimeoutException or OperationCanceledException;

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "These are no replicas, or do not answer: {Names}. Others read instead.")]
    partial void LogAway(string names);

    [LoggerMessage(Level = LogLevel.Information, Message = "All replicas answer again.")]
    partial void LogFollows();
}
