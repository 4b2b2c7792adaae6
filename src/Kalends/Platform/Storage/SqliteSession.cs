using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage;

/// <summary>Statements on one SQLite connection, each prepared once and kept.</summary>
/// <remarks>Every call has finished when it returns: SQLite works on the calling thread.</remarks>
sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    readonly Dictionary<Sql, SqliteCommand> _prepared = [];

    /// <summary>Whether a transaction stands; some errors roll the whole of it back unasked.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public override ValueTask<List<T>> All<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
    {
        using var reader = Bound(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(new Row(reader)));
        return ValueTask.FromResult(rows);
    }

    public override ValueTask<T?> One<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        using var reader = Bound(sql, values).ExecuteReader();
        return ValueTask.FromResult(reader.Read() ? read(new Row(reader)) : null);
    }

    public override ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values) =>
        ValueTask.FromResult(Bound(sql, values).ExecuteNonQuery());

    public override ValueTask Ride(Sql sql, params (string Name, object? Value)[] values)
    {
        Bound(sql, values).ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public override void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values)
    {
    }

    public override ValueTask<bool> TryLock(long key) => ValueTask.FromResult(true);

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    SqliteCommand Bound(Sql sql, (string Name, object? Value)[] values)
    {
        if (values.Length > 0)
            StorageMeter.Statements.Add(1);
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared[sql] = command = Prepare(sql, values);

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = Value(values[i].Value, ids => $"[{string.Join(',', ids)}]");
        return command;
    }

    SqliteCommand Prepare(Sql sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql.Sqlite;
        foreach (var (name, _) in values)
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        command.Prepare();
        return command;
    }
}
