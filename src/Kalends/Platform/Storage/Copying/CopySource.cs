using System.Data.Common;
using System.Globalization;
using Kalends.Platform.Storage.Engines.Postgres;
using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kalends.Platform.Storage.Copying;

/// <summary>The database that is copied. Nobody changes it meanwhile, and it is not changed itself.</summary>
sealed class CopySource : IDisposable
{
    const int BytesMax = 8 << 20;

    const int LooksMax = 8;
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    readonly IDisposable _hold;
    readonly int _rowsMax;

    CopySource(DbConnection connection, IDisposable hold, int rowsMax) =>
        (Connection, _hold, _rowsMax) = (connection, hold, rowsMax);

    public DbConnection Connection { get; }

    /// <summary>Opens a database whose schema is this program's.</summary>
    /// <param name="database">The setting that names it.</param>
    /// <param name="settings">The limits of storage.</param>
    /// <param name="rowsMax">The rows that are read at once, and committed together in the target.</param>
    public static CopySource Open(string database, StorageSettings settings, int rowsMax = 2000) =>
        PostgresAddress.Names(database)
            ? OpenServer(database, settings, rowsMax)
            : OpenFile(database, settings, rowsMax);

    /// <summary>A claim keeps servers from the file.</summary>
    static CopySource OpenFile(string database, StorageSettings settings, int rowsMax)
    {
        var claim = SqliteClaim.Take(database, NullLogger.Instance);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteLibrary.Connect(claim.Path, SqliteOpenMode.ReadOnly, settings.LockSeconds);
            Migrations.RequireAll(connection, Dialect.Sqlite, "sqlite");
            Statement.Run(connection, "BEGIN");
            return new(connection, claim, rowsMax);
        }
        catch
        {
            connection?.Dispose();
            claim.Withdraw();
            throw;
        }
    }

    /// <summary>Locks on the tables keep everybody from writing, whatever program they use.</summary>
    static CopySource OpenServer(string database, StorageSettings settings, int rowsMax)
    {
        var source = PostgresServer.OpenDirect(
            database, settings, look => Migrations.RequireAll(look, Dialect.Postgres, "postgres"));
        var connection = source.OpenConnection();
        try
        {
            RequireNoServer(connection);
            Statement.Run(connection, "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
            var tables = Statement.All(connection, FindTables, row => row.GetString(0));
            // The locks come before the first statement that reads, which then sees all that was written.
            Statement.Run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
            Statement.Run(connection, $"LOCK TABLE {string.Join(", ", tables)} IN SHARE MODE");
            return new(connection, source, rowsMax);
        }
        catch
        {
            connection.Dispose();
            source.Dispose();
            throw;
        }
    }

    /// <summary>Refuses servers; one that has just stopped has a moment to close its connections.</summary>
    static void RequireNoServer(NpgsqlConnection connection)
    {
        for (var looks = 1; Statement.Number(connection, CountServers) is > 0 and var servers; looks++)
        {
            if (looks == LooksMax)
                throw new StartRefused(string.Create(CultureInfo.InvariantCulture,
                    $"{servers} connections of Kalends are open at the source. Stop its servers first."));
            Thread.Sleep(LookEvery);
        }
    }

    /// <summary>The rows of a table behind a key: as many as fit, in the order of the key.</summary>
    public List<object?[]> Read(CopiedTable table, IReadOnlyList<object>? after)
    {
        var key = CopiedTable.Quoted(table.Key);
        var behind = after is null
            ? ""
            : $"WHERE ({key}) > ({string.Join(", ", table.Key.Select((_, i) => $"@k{i}"))})";
        using var command = Connection.CreateCommand();
        command.CommandText = $"SELECT {table.Listed} FROM {table.Name} {behind} ORDER BY {key} LIMIT {_rowsMax}";
        for (var i = 0; i < after?.Count; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"k{i}", after[i]);
            command.Parameters.Add(parameter);
        }
        using var reader = command.ExecuteReader();
        var (rows, bytes) = (new List<object?[]>(), 0);
        while (bytes < BytesMax && reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => CopiedRow.Value(reader, i))]);
            bytes += rows[^1].Sum(CopiedRow.Size);
        }
        return rows;
    }

    public void Dispose()
    {
        Connection.Dispose();
        _hold.Dispose();
    }

    const string CountServers = """
        SELECT COUNT(*)
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'kalends' AND pid <> pg_backend_pid()
        """;

    const string FindTables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";
}
