using System.Data.Common;
using Kalends.Platform.Storage.Engines.Postgres;

namespace Kalends.Platform.Storage.Copying;

/// <summary>The database that a copy goes into: one without rows, or one that an earlier run has half-copied.</summary>
abstract class CopyTarget(DbConnection connection) : IDisposable
{
    // The steps of the schema fill these tables with a row, which the copy replaces by that of the source.
    static readonly HashSet<string> Filled =
    [
        "event_removal", "installation", "message_key", "message_progress", "calendar_removal", "webhook_progress",
    ];

    public DbConnection Connection => connection;

    public static CopyTarget Open(string database, StorageSettings settings) => PostgresAddress.Names(database)
        ? PostgresTarget.OpenServer(database, settings)
        : SqliteTarget.OpenFile(database, settings);

    /// <summary>
    /// Marks the database as half-copied, brings its schema up to date, and turns the triggers off; refuses one with
    /// rows, and one that was half-copied from another source.
    /// </summary>
    /// <returns>Its tables, each behind those that it refers to.</returns>
    public List<CopiedTable> Begin(string source)
    {
        if (!CopyProgress.IsThere(connection))
        {
            RefuseUnlessEmpty();
            CopyProgress.Begin(connection, source);
        }
        else if (CopyProgress.SourceOf(connection) is var other && other != source)
            throw new StartRefused(
                $"The target is half-copied from {other}. Copy on from there, or name another target.");
        Migrate();
        var tables = CopiedTable.All(connection);
        TurnTriggersOff(tables);
        return tables;
    }

    /// <summary>Empties a table of what the schema put there, as its copy begins.</summary>
    public void BeginTable(CopiedTable table)
    {
        using var transaction = connection.BeginTransaction();
        Statement.Run(connection, $"DELETE FROM {table.Name}", transaction);
        CopyProgress.Move(connection, transaction, table.Name, new(0, null));
        transaction.Commit();
    }

    /// <summary>Writes rows, and that they are written, in one transaction.</summary>
    public CopyProgress.State Write(CopiedTable table, List<object?[]> rows, CopyProgress.State before)
    {
        var key = table.Key.Select(column => table.Columns.Index().First(one => one.Item == column).Index)
            .Select(at => rows[^1][at]!).ToList();
        var after = new CopyProgress.State(before.Rows + rows.Count, key);
        using var transaction = connection.BeginTransaction();
        Insert(table, rows, transaction);
        CopyProgress.Move(connection, transaction, table.Name, after);
        transaction.Commit();
        return after;
    }

    /// <summary>Turns the triggers on again and takes the mark away: the database can be served.</summary>
    public void Finish(List<CopiedTable> tables)
    {
        using var transaction = connection.BeginTransaction();
        TurnTriggersOn(tables, transaction);
        Statement.Run(connection, $"DROP TABLE {CopyProgress.Table}", transaction);
        transaction.Commit();
        Settle();
    }

    /// <summary>Refuses references that lead nowhere.</summary>
    public abstract void CheckReferences();

    protected abstract void Migrate();

    protected abstract void TurnTriggersOff(List<CopiedTable> tables);

    protected abstract void TurnTriggersOn(List<CopiedTable> tables, DbTransaction transaction);

    protected abstract void Insert(CopiedTable table, List<object?[]> rows, DbTransaction transaction);

    /// <summary>Prepares the finished database for its first use.</summary>
    protected abstract void Settle();

    void RefuseUnlessEmpty()
    {
        var isOurs = Statement.HasTable(connection, "migrations");
        var full = CopiedTable.All(connection).Find(table => !isOurs || (!Filled.Contains(table.Name)
            && Statement.Number(connection, $"SELECT 1 FROM {table.Name} LIMIT 1") is not null));
        if (full is not null)
            throw new StartRefused($"The target is not empty: it has the table {full.Name}" +
                $"{(isOurs ? " with rows" : "")}. Name an empty database, or one that is not there.");
    }

    public virtual void Dispose() => connection.Dispose();
}
