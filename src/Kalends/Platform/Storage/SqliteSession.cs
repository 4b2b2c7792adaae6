using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage;

/// <summary>Statements on one SQLite connection, each prepared once and reused.</summary>
/// <remarks>
/// Every call except <see cref="Each"/> has finished when it returns: SQLite works on the calling thread.
/// </remarks>
sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    // Callers determine how many variants there are of composed statements, so only the latest are kept.
    const int ShapedMax = 64;

    readonly Dictionary<Sql, SqliteCommand> _prepared = [];
    readonly OrderedDictionary<string, SqliteCommand> _shaped = new(StringComparer.Ordinal);

    /// <summary>Whether a transaction is open; some errors roll the whole transaction back implicitly.</summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>The number of rows changed since the connection was opened.</summary>
    public int Changes => SQLitePCL.raw.sqlite3_total_changes(connection.Handle);

    /// <summary>The page size of the database in bytes.</summary>
    public long PageBytes
    {
        get
        {
            using var ask = connection.CreateCommand();
            ask.CommandText = "PRAGMA page_size";
            return (long)ask.ExecuteScalar()!;
        }
    }

    /// <summary>The checkpoint's progress.</summary>
    public Copied? Copied()
    {
        // Beginning a read refreshes SQLite's view of what other programs did to the log.
        Run(Look).AsTask().GetAwaiter().GetResult();
        // SQLITE_CHECKPOINT_NOOP: reports the progress, and copies nothing.
        const int ask = -1;
        var result = SQLitePCL.raw.sqlite3_wal_checkpoint_v2(
            connection.Handle, "main", ask, out var pages, out var done);
        return result == SQLitePCL.raw.SQLITE_OK ? new Copied(pages, done) : null;
    }

    static readonly Sql Look = new("SELECT 1 AS n FROM migrations LIMIT 1");

    /// <summary>Copies as many pages as possible; false if another connection is copying.</summary>
    public bool Copy() => SQLitePCL.raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main",
        SQLitePCL.raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _) == SQLitePCL.raw.SQLITE_OK;

    public override ValueTask<List<T>> While<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, params (string Name, object? Value)[] values)
    {
        using var span = StatementSpans.Start(sql);
        using var reader = Bound(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(Counted(reader)));
            if (!wantsMore(rows[^1]))
                break;
        }
        return ValueTask.FromResult(rows);
    }

    public override async ValueTask Each(
        Sql sql, Func<Row, ValueTask> take, params (string Name, object? Value)[] values)
    {
        using var span = StatementSpans.Start(sql);
        using var reader = Bound(sql, values).ExecuteReader();
        while (reader.Read())
            await take(new Row(reader));
    }

    public override ValueTask<T?> One<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        using var span = StatementSpans.Start(sql);
        using var reader = Bound(sql, values).ExecuteReader();
        return ValueTask.FromResult(reader.Read() ? read(Counted(reader)) : null);
    }

    public override ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values)
    {
        using var span = StatementSpans.Start(sql);
        return ValueTask.FromResult(Bound(sql, values).ExecuteNonQuery());
    }

    public override Later<T> Ask<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values) =>
        new(All(sql, read, values).Result);

    public override ValueTask Enqueue(Sql sql, params (string Name, object? Value)[] values)
    {
        using var span = StatementSpans.Start(sql);
        Bound(sql, values).ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    /// <summary>There is one writer, which nobody can overtake.</summary>
    public override async ValueTask EnqueueChange(Sql sql, params (string Name, object? Value)[] values)
    {
        if (await Run(sql, values) == 0)
            throw new InvalidOperationException("A change touched no row.");
    }

    public override void Lock(LockOn kind, Sql key, params (string Name, object? Value)[] values)
    {
    }

    public override ValueTask<bool> TryLock(long key) => ValueTask.FromResult(true);

    /// <summary>Interrupts the running statement with an error, from any thread; never used on the writer.</summary>
    public void Interrupt() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle);

    /// <summary>There is one writer, and readers see only its commits, so no row ever appears late.</summary>
    public override ValueTask<long> Mark() => ValueTask.FromResult(0L);

    public override ValueTask<long> EarliestRunning() => ValueTask.FromResult(long.MaxValue);

    public void Dispose()
    {
        foreach (var command in _prepared.Values.Concat(_shaped.Values))
            command.Dispose();
        connection.Dispose();
    }

    SqliteCommand Bound(Sql sql, (string Name, object? Value)[] values)
    {
        if (values.Length > 0 || sql.IsShaped)
            StorageMeter.Statements.Add(1);
        var command = sql.IsShaped ? Shaped(sql, values) : Fixed(sql, values);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = Value(values[i].Value, Listed);
        return command;
    }

    SqliteCommand Fixed(Sql sql, (string Name, object? Value)[] values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared[sql] = command = Prepare(sql, values);
        return command;
    }

    SqliteCommand Shaped(Sql sql, (string Name, object? Value)[] values)
    {
        if (_shaped.TryGetValue(sql.Sqlite, out var known))
            return known;
        if (_shaped.Count == ShapedMax)
        {
            _shaped.GetAt(0).Value.Dispose();
            _shaped.RemoveAt(0);
        }
        var command = Prepare(sql, values);
        _shaped.Add(sql.Sqlite, command);
        return command;
    }

    static string Listed(Array list) => JsonSerializer.Serialize(list, list.GetType());

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
