using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

sealed partial class PostgresSession
{
    readonly List<Rider> _riding = [];

    // The latest statement of the product, after which its batch is named.
    Sql? _latest;

    /// <summary>A statement that travels with the next one.</summary>
    /// <param name="Command">The statement.</param>
    /// <param name="Answers">Whether it has rows.</param>
    /// <param name="Take">Takes its rows, which nobody wants otherwise.</param>
    readonly record struct Rider(
        NpgsqlBatchCommand Command, bool Answers, Func<NpgsqlDataReader, ValueTask>? Take = null);

    /// <summary>Sends what travels with the next statement, of which there is none.</summary>
    async ValueTask Send()
    {
        var last = _riding[^1];
        _riding.RemoveAt(_riding.Count - 1);
        await using var reader = await Execute(last.Command);
        if (last.Take is { } take)
            await take(reader);
    }

    async Task<NpgsqlDataReader> Execute(NpgsqlBatchCommand last)
    {
        var riders = _riding.FindAll(rider => rider.Answers);
        // The reader outlives this call and needs its batch until it is closed; the batch itself holds no resources.
        var reader = await Batch(last).ExecuteReaderAsync(cancel);
        foreach (var rider in riders)
        {
            if (rider.Take is { } take)
                await take(reader);
            await reader.NextResultAsync(cancel);
        }
        return reader;
    }

    NpgsqlBatch Batch(NpgsqlBatchCommand last)
    {
        var batch = new NpgsqlBatch(connection);
        if (_patience is { } patience)
            batch.Timeout = (int)Math.Ceiling(patience.TotalSeconds);
        foreach (var rider in _riding)
            batch.BatchCommands.Add(rider.Command);
        batch.BatchCommands.Add(last);
        _riding.Clear();
        Started = true;
        StatementSpans.Name(batch, _latest);
        return batch;
    }

    NpgsqlBatchCommand Command(Sql sql, (string Name, object? Value)[] values)
    {
        var command = Command(sql.Postgres, values);
        _latest = sql;
        return command;
    }

    NpgsqlBatchCommand Command(string text, (string Name, object? Value)[] values)
    {
        _latest = null;
        StorageMeter.Statements.Add(1);
        var command = new NpgsqlBatchCommand(text);
        foreach (var (name, value) in values)
            command.Parameters.Add(new NpgsqlParameter(name, Value(value, list => list)));
        return command;
    }
}
