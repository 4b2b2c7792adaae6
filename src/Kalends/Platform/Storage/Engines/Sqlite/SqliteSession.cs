using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>Statements on one SQLite connection, each prepared once and reused.</summary>
/// <remarks>
/// Every call except <see cref="Each"/> has finished when it returns: SQLite works on the calling thread.
/// </remarks>
sealed class SqliteSession(SqliteConnection connection) : Session, IDisposable
{
    // Callers determine how many variants there are of composed statements, so only the latest are kept.
    const int ShapedMax = 64;

    readonly Dictionary<Sql, SqliteStatement> _prepared = [];
    readonly OrderedDictionary<string, SqliteStatement> _shaped = new(StringComparer.Ordinal);

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

    public override bool Merges => true;

    public override ValueTask<List<T>> While<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, params (string Name, object? Value)[] values) =>
        ValueTask.FromResult(Rows(sql, read, wantsMore, values));

    public override async ValueTask Each(
        Sql sql, Func<Row, ValueTask> take, params (string Name, object? Value)[] values)
    {
        using var run = Start(sql, values);
        while (run.Statement.Step())
            await take(new Row(run.Statement));
    }

    public override ValueTask<T?> One<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values)
        where T : class
    {
        using var run = Start(sql, values);
        return ValueTask.FromResult(run.Statement.Step() ? read(Counted(run.Statement)) : null);
    }

    public override ValueTask<int> Run(Sql sql, params (string Name, object? Value)[] values) =>
        ValueTask.FromResult(Execute(sql, values));

    public override Later<T> Ask<T>(Sql sql, Func<Row, T> read, params (string Name, object? Value)[] values) =>
        new(Rows(sql, read, _ => true, values));

    public override ValueTask Enqueue(Sql sql, params (string Name, object? Value)[] values)
    {
        Execute(sql, values);
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
        foreach (var statement in _prepared.Values.Concat(_shaped.Values))
            statement.Dispose();
        connection.Dispose();
    }

    List<T> Rows<T>(
        Sql sql, Func<Row, T> read, Func<T, bool> wantsMore, (string Name, object? Value)[] values)
    {
        using var run = Start(sql, values);
        var rows = new List<T>();
        while (run.Statement.Step())
        {
            rows.Add(read(Counted(run.Statement)));
            if (!wantsMore(rows[^1]))
                break;
        }
        return rows;
    }

    int Execute(Sql sql, (string Name, object? Value)[] values)
    {
        using var run = Start(sql, values);
        while (run.Statement.Step())
        {
            // Rows of a RETURNING that nobody reads.
        }
        return run.Statement.Changes ? SQLitePCL.raw.sqlite3_changes(connection.Handle) : 0;
    }

    /// <summary>A statement that runs; disposing of it ends the run.</summary>
    readonly record struct Running(SqliteStatement Statement, Activity? Span) : IDisposable
    {
        public void Dispose()
        {
            Statement.Reset();
            Span?.Dispose();
        }
    }

    Running Start(Sql sql, (string Name, object? Value)[] values)
    {
        if (values.Length > 0 || sql.IsShaped)
            StorageMeter.Statements.Add(1);
        var statement = sql.IsShaped ? Shaped(sql, values) : Fixed(sql, values);
        for (var i = 0; i < values.Length; i++)
            statement.Bind(i, Value(values[i].Value, Listed));
        return new(statement, StatementSpans.Start(sql));
    }

    SqliteStatement Fixed(Sql sql, (string Name, object? Value)[] values)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
            _prepared[sql] = statement = Prepare(sql, values);
        return statement;
    }

    SqliteStatement Shaped(Sql sql, (string Name, object? Value)[] values)
    {
        if (_shaped.TryGetValue(sql.Sqlite, out var known))
            return known;
        if (_shaped.Count == ShapedMax)
        {
            _shaped.GetAt(0).Value.Dispose();
            _shaped.RemoveAt(0);
        }
        var statement = Prepare(sql, values);
        _shaped.Add(sql.Sqlite, statement);
        return statement;
    }

    static string Listed(Array list) => JsonSerializer.Serialize(list, list.GetType());

    SqliteStatement Prepare(Sql sql, (string Name, object? Value)[] values) =>
        new(connection.Handle!, sql.Sqlite, values);
}
