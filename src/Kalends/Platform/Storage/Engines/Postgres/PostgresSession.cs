using System.Globalization;
using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>
/// Statements on one PostgreSQL connection; statements whose result is not needed travel with the next one.
/// </summary>
/// <remarks>
/// The cost of a statement here is its round trip, so locks, events and BEGIN are sent along with other statements.
/// </remarks>
/// <param name="connection">The connection, which nobody else uses meanwhile.</param>
/// <param name="limits">The statement that sets the limits of a transaction; null if the connection has them.</param>
/// <param name="cancel">Ends the running statement.</param>
sealed partial class PostgresSession(NpgsqlConnection connection, string? limits, CancellationToken cancel) : Session
{
    int _beginnings;

    /// <summary>Whether anything was sent to the server.</summary>
    public bool Started { get; private set; }

    // The driver's own time limit; the server's limit is the one that counts.
    TimeSpan? _patience;

    public void Begin() => Begin("BEGIN");

    /// <summary>Begins a transaction for single reads only where its limits have to be set.</summary>
    public PostgresSession BeginRead()
    {
        if (limits is not null)
            Begin();
        return this;
    }

    void Begin(string word)
    {
        _riding.Add(new(new NpgsqlBatchCommand(word), Answers: false));
        if (limits is not null)
            _riding.Add(new(new NpgsqlBatchCommand(limits), Answers: true));
        _beginnings = _riding.Count;
    }

    /// <summary>Begins a snapshot for all further statements, each of which may take as long as the limit.</summary>
    public PostgresSession BeginSnapshot(TimeSpan limit)
    {
        _patience = limit;
        Begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        string[] words =
        [
            string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {limit.TotalMilliseconds}"),
            // Sums by caregiver and month stay in memory instead of temporary files.
            "SET LOCAL work_mem = '64MB'",
        ];
        _riding.AddRange(words.Select(word => new Rider(new NpgsqlBatchCommand(word), Answers: false)));
        return this;
    }

    /// <summary>Commits; false if the server committed but does not know whether its standby has the change.</summary>
    public async Task<bool> Commit()
    {
        if (!Started && _riding.Count == _beginnings)
            return true;
        // If a commit is cancelled while it waits for a standby, the server has still committed. So nothing cancels it:
        // neither a limit of ours nor the server's, which the session gets back afterwards.
        _riding.Add(new(new NpgsqlBatchCommand("SET LOCAL statement_timeout = 0"), Answers: false));
        _latest = End;
        await using var batch = Batch(new NpgsqlBatchCommand(End.Postgres));
        batch.Timeout = 0;
        var isReplicated = true;
        void Hear(object sender, NpgsqlNoticeEventArgs heard) =>
            isReplicated &= !PostgresErrors.IsUnreplicated(heard.Notice);
        connection.Notice += Hear;
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        finally
        {
            connection.Notice -= Hear;
        }
        return isReplicated;
    }

    /// <summary>The position that everything committed so far is below.</summary>
    /// <remarks>What is flushed is on its way to the replicas; what is only written may wait for a while.</remarks>
    public const string Flushed = "CAST(pg_current_wal_flush_lsn() - '0/0' AS BIGINT)";

    /// <summary>Tells the caller's trail how far the database is, after the commit.</summary>
    public async Task Leave(Trail trail)
    {
        await using var command = new NpgsqlCommand($"SELECT {Flushed}", connection);
        trail.Reach(new Bookmark((long)(await command.ExecuteScalarAsync(CancellationToken.None))!));
    }

    public override bool Merges => false;

    public override async ValueTask<List<T>> While<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, params (string Name, object? Value)[] values)
    {
        var rows = new List<T>();
        await using var reader = await Execute(Command(sql, values));
        var columns = new PostgresColumns(reader);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(Counted(columns)));
            if (!wantsMore(rows[^1]))
                break;
        }
        return rows;
    }

    public override async ValueTask Each(
        Sql sql, Func<Row, ValueTask> take, params (string Name, object? Value)[] values)
    {
        await using var reader = await Execute(Command(sql, values));
        var row = new Row(new PostgresColumns(reader));
        while (await reader.ReadAsync(cancel))
            await take(row);
    }

    public override async ValueTask<T?> One<T>(
        Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        await using var reader = await Execute(Command(sql, values));
        return await reader.ReadAsync(cancel) ? read(Counted(new PostgresColumns(reader))) : null;
    }

    public override async ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values)
    {
        if (_riding.Exists(rider => rider.Take is not null))
            await Send();
        var command = Command(sql, values);
        await using var batch = Batch(command);
        await batch.ExecuteNonQueryAsync(cancel);
        return checked((int)command.RecordsAffected);
    }

    public override Later<T> Ask<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
    {
        var later = new Later<T>(Send);
        _riding.Add(new(Command(sql, values), Answers: true, async reader =>
        {
            var rows = new List<T>();
            var columns = new PostgresColumns(reader);
            while (await reader.ReadAsync(cancel))
                rows.Add(read(Counted(columns)));
            later.Answer(rows);
        }));
        return later;
    }

    public override ValueTask Enqueue(Sql sql, params (string Name, object? Value)[] values)
    {
        _riding.Add(new(Command(sql, values), Answers: false));
        return ValueTask.CompletedTask;
    }

    public override ValueTask EnqueueChange(Sql sql, params (string Name, object? Value)[] values)
    {
        _riding.Add(new(Command(ChangeOf(sql), values), Answers: true));
        return ValueTask.CompletedTask;
    }

    /// <summary>A statement that raises an error if it touches no row.</summary>
    public static string ChangeOf(Sql sql) =>
        $"WITH touched AS ({sql.Postgres} RETURNING 1) SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM touched) " +
        "THEN lost_race() END";

    public override void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values)
    {
        var function = kind is LockOn.CalendarShared or LockOn.WordsShared
            ? "pg_advisory_xact_lock_shared"
            : "pg_advisory_xact_lock";
        var space = kind switch
        {
            LockOn.Client => 1,
            LockOn.Ledger => 2,
            LockOn.ClosedDays => 3,
            LockOn.Words or LockOn.WordsShared => 4,
            LockOn.Guest => 5,
            _ => 0,
        };
        // The lowest bits of a key distinguish the kinds.
        var text = $"SELECT {function}(key * 8 + {space}) FROM ({key.Postgres}) AS keys(key)";
        _riding.Add(new(Command(text, values), Answers: true));
    }

    public override async ValueTask<bool> TryLock(long key)
    {
        await using var reader = await Execute(Command("SELECT pg_try_advisory_xact_lock(@key)", [("key", key)]));
        return await reader.ReadAsync(cancel) && reader.GetBoolean(0);
    }

    // The upper end of the snapshot will not do: it lies below transactions that are running while none after them has
    // ended.
    public override ValueTask<long> Mark() => Counted("SELECT pg_current_xact_id()::TEXT::BIGINT");

    public override ValueTask<long> EarliestRunning() =>
        Counted("SELECT pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT");

    async ValueTask<long> Counted(string text)
    {
        await using var reader = await Execute(Command(text, []));
        await reader.ReadAsync(cancel);
        return reader.GetInt64(0);
    }

    static readonly Sql End = new("COMMIT");
}
