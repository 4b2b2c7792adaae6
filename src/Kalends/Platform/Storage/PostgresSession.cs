using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>
/// Statements on one PostgreSQL connection; what needs no answer of its own travels with the next statement.
/// </summary>
/// <remarks>
/// A round trip is the price of a statement here, so locks, events and BEGIN ride along instead of paying it.
/// </remarks>
sealed class PostgresSession(NpgsqlConnection connection, CancellationToken cancel) : Session
{
    readonly List<(NpgsqlBatchCommand Command, bool Answers)> _riding = [];

    /// <summary>Whether anything has reached the server.</summary>
    public bool Started { get; private set; }

    public void Begin() => _riding.Add((new NpgsqlBatchCommand("BEGIN"), Answers: false));

    public async Task Commit()
    {
        if (!Started && _riding.Count == 1)
            return;
        await using var batch = Batch(new NpgsqlBatchCommand("COMMIT"));
        // Cancelling a commit would leave its outcome unknown for no gain.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public override async ValueTask<List<T>> All<T>(
        Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
    {
        var rows = new List<T>();
        await using var reader = await Execute(Command(sql.Postgres, values));
        while (await reader.ReadAsync(cancel))
            rows.Add(read(new Row(reader)));
        return rows;
    }

    public override async ValueTask<T?> One<T>(
        Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        await using var reader = await Execute(Command(sql.Postgres, values));
        return await reader.ReadAsync(cancel) ? read(new Row(reader)) : null;
    }

    public override async ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values)
    {
        var command = Command(sql.Postgres, values);
        await using var batch = Batch(command);
        await batch.ExecuteNonQueryAsync(cancel);
        return checked((int)command.RecordsAffected);
    }

    public override ValueTask Ride(Sql sql, params (string Name, object? Value)[] values)
    {
        _riding.Add((Command(sql.Postgres, values), Answers: false));
        return ValueTask.CompletedTask;
    }

    public override void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values)
    {
        var function = kind == LockOn.CalendarShared ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
        var space = kind == LockOn.Client ? 1 : 0;
        // Keys of the two kinds are told apart by their lowest bit.
        var text = $"SELECT {function}(key * 2 + {space}) FROM ({key.Postgres}) AS keys(key)";
        _riding.Add((Command(text, values), Answers: true));
    }

    public override async ValueTask<bool> TryLock(long key)
    {
        await using var reader = await Execute(Command("SELECT pg_try_advisory_xact_lock(@key)", [("key", key)]));
        return await reader.ReadAsync(cancel) && reader.GetBoolean(0);
    }

    async Task<NpgsqlDataReader> Execute(NpgsqlBatchCommand last)
    {
        var skipped = _riding.Count(rider => rider.Answers);
        // The reader outlives this call and needs its batch until it is closed; the batch holds nothing of its own.
        var reader = await Batch(last).ExecuteReaderAsync(cancel);
        for (; skipped > 0; skipped--)
            await reader.NextResultAsync(cancel);
        return reader;
    }

    NpgsqlBatch Batch(NpgsqlBatchCommand last)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var (command, _) in _riding)
            batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(last);
        _riding.Clear();
        Started = true;
        return batch;
    }

    static NpgsqlBatchCommand Command(string text, (string Name, object? Value)[] values)
    {
        StorageMeter.Statements.Add(1);
        var command = new NpgsqlBatchCommand(text);
        foreach (var (name, value) in values)
            command.Parameters.Add(new NpgsqlParameter(name, Value(value, ids => ids.ToArray())));
        return command;
    }
}
