using System.Data.Common;
using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace Kalends.Platform.Storage.Copying;

/// <summary>A SQLite file that a copy goes into.</summary>
sealed class SqliteTarget : CopyTarget
{
    readonly SqliteConnection _connection;
    readonly SqliteClaim _claim;

    SqliteTarget(SqliteConnection connection, SqliteClaim claim)
        : base(connection) => (_connection, _claim) = (connection, claim);

    public static SqliteTarget OpenFile(string database, StorageSettings settings)
    {
        var claim = SqliteClaim.Take(database, NullLogger.Instance);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteLibrary.Connect(claim.Path, SqliteOpenMode.ReadWrite, settings.LockSeconds);
            // Rows that refer to later rows of their table are checked at the end.
            foreach (var pragma in (string[])["journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"])
                Statement.Run(connection, $"PRAGMA {pragma}");
            return new(connection, claim);
        }
        catch
        {
            connection?.Dispose();
            claim.Withdraw();
            throw;
        }
    }

    public override void CheckReferences()
    {
        if (Statement.All(_connection, "PRAGMA foreign_key_check", row => row.GetString(0)) is [var table, ..])
            throw new StartRefused($"The rows of {table} refer to rows that are not there.");
    }

    protected override void Migrate() => Migrations.Apply(_connection, Dialect.Sqlite, "sqlite", isCopying: true);

    /// <summary>Turns them off for this connection alone, which nothing outlives.</summary>
    protected override void TurnTriggersOff(List<CopiedTable> tables)
    {
        if (raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, out _) != raw.SQLITE_OK)
            throw new InvalidOperationException("SQLite does not turn its triggers off.");
    }

    protected override void TurnTriggersOn(List<CopiedTable> tables, DbTransaction transaction)
    {
    }

    protected override void Insert(CopiedTable table, List<object?[]> rows, DbTransaction transaction)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = $"INSERT INTO {table.Name} ({table.Listed}) VALUES " +
            $"({string.Join(", ", table.Columns.Select((_, i) => $"@v{i}"))})";
        for (var i = 0; i < table.Columns.Count; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@v{i}" });
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    protected override void Settle() => Statement.Run(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public override void Dispose()
    {
        base.Dispose();
        _claim.Dispose();
    }
}
