using System.Data.Common;
using Kalends.Platform.Storage.Engines.Postgres;
using Npgsql;

namespace Kalends.Platform.Storage.Copying;

/// <summary>A PostgreSQL database that a copy goes into.</summary>
sealed class PostgresTarget : CopyTarget
{
    // Held by the one copy that goes into a database.
    const long CopyLock = 7_305_808_869_230_409;

    readonly NpgsqlConnection _connection;
    readonly NpgsqlDataSource _source;

    PostgresTarget(NpgsqlConnection connection, NpgsqlDataSource source)
        : base(connection) => (_connection, _source) = (connection, source);

    public static PostgresTarget OpenServer(string database, StorageSettings settings)
    {
        var source = PostgresServer.OpenDirect(database, settings, _ => { });
        var connection = source.OpenConnection();
        try
        {
            // A copy that was killed a moment ago may hold it still.
            Statement.Run(connection, $"SELECT pg_advisory_lock({CopyLock})");
            Statement.Run(connection, "SET statement_timeout = 0");
            return new(connection, source);
        }
        catch (Exception wrong)
        {
            connection.Dispose();
            source.Dispose();
            if (wrong is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
                throw new StartRefused("Another copy goes into the target at this moment.");
            throw;
        }
    }

    /// <summary>PostgreSQL has checked each of them.</summary>
    public override void CheckReferences()
    {
    }

    protected override void Migrate() =>
        Migrations.Apply(_connection, Dialect.Postgres, "postgres", isCopying: true);

    /// <summary>Turns off those that are not PostgreSQL's own, which check the references.</summary>
    protected override void TurnTriggersOff(List<CopiedTable> tables)
    {
        foreach (var table in tables)
            Statement.Run(_connection, $"ALTER TABLE {table.Name} DISABLE TRIGGER USER");
    }

    protected override void TurnTriggersOn(List<CopiedTable> tables, DbTransaction transaction)
    {
        foreach (var table in tables)
            Statement.Run(_connection, $"ALTER TABLE {table.Name} ENABLE TRIGGER USER", transaction);
    }

    protected override void Insert(CopiedTable table, List<object?[]> rows, DbTransaction transaction)
    {
        using var writer = _connection.BeginBinaryImport(
            $"COPY {table.Name} ({table.Listed}) FROM STDIN (FORMAT BINARY)");
        var types = table.Columns.Select(column => table.Types[column]).ToArray();
        foreach (var row in rows)
        {
            writer.StartRow();
            for (var i = 0; i < row.Length; i++)
                if (row[i] is null)
                    writer.WriteNull();
                else
                    writer.Write(CopiedRow.For(types[i], row[i]), types[i]);
        }
        writer.Complete();
    }

    /// <summary>The planner knows nothing of tables that were filled a moment ago.</summary>
    protected override void Settle() => Statement.Run(_connection, "ANALYZE");

    public override void Dispose()
    {
        base.Dispose();
        _source.Dispose();
    }
}
