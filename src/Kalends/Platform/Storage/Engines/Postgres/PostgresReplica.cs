using System.Diagnostics;
using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>One streaming replica, and how far behind the primary it was when it was last looked at.</summary>
sealed class PostgresReplica(NpgsqlDataSource source, string name) : IAsyncDisposable
{
    // Looks come every second: one that is missing says that the replica does not answer.
    static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(5);
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(16);

    volatile Look? _last;

    /// <summary>Its host and port.</summary>
    public string Name => name;

    /// <param name="At">When, as the stopwatch counts.</param>
    /// <param name="Position">The position that it shows.</param>
    /// <param name="Lag">How long ago the primary had come that far.</param>
    public sealed record Look(long At, long Position, TimeSpan Lag);

    /// <summary>What was last seen; null if it does not answer, or is no replica.</summary>
    public Look? Last => _last is { } last && Stopwatch.GetElapsedTime(last.At) < SeenFor ? last : null;

    public void Found(Look? look) => _last = look;

    public ValueTask<NpgsqlConnection> Connect(CancellationToken cancel) => source.OpenConnectionAsync(cancel);

    /// <summary>The position that it shows; null if it is no replica.</summary>
    public async Task<long?> Position(CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Replayed);
        return await command.ExecuteScalarAsync(cancel) as long?;
    }

    /// <summary>Waits until a server shows the bookmark; false if it does not in time.</summary>
    public static async Task<bool> Reaches(
        NpgsqlConnection connection, Bookmark wanted, TimeSpan patience, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Replayed, connection);
        var (started, pause) = (Stopwatch.GetTimestamp(), FirstPause);
        // A server that is no replica shows everything.
        while (await command.ExecuteScalarAsync(cancel) is long position && position < wanted.Position)
        {
            if (Stopwatch.GetElapsedTime(started) + pause > patience)
                return false;
            await Task.Delay(pause, cancel);
            pause = pause < LastPause ? pause * 2 : pause;
        }
        return true;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    const string Replayed =
        "SELECT CASE WHEN pg_is_in_recovery() THEN CAST(pg_last_wal_replay_lsn() - '0/0' AS BIGINT) END";
}
