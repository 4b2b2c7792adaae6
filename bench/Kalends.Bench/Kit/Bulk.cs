using System.Data.Common;
using Npgsql;

namespace Kalends.Bench.Kit;

/// <summary>Writes many rows as fast as each engine takes them.</summary>
static class Bulk
{
    static readonly string[] PostgresSettings =
    [
        "SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'",
    ];

    static readonly string[] SqliteSettings =
        ["PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"];

    /// <summary>Fills tables without what guards their rows one by one, and makes their indexes afterwards.</summary>
    public static async Task Load(DbConnection connection, IReadOnlyList<string> tables, Func<Task> write)
    {
        var isPostgres = connection is NpgsqlConnection;
        foreach (var setting in isPostgres ? PostgresSettings : SqliteSettings)
            await LedgerData.Run(connection, setting);
        var names = string.Join(", ", tables.Select(table => $"'{table}'"));
        var indexes = await Texts(connection, isPostgres ? PostgresIndexes(names) : SqliteIndexes(names));
        foreach (var index in indexes)
            await LedgerData.Run(connection, $"DROP INDEX {NameOf(index)}");
        await write();
        foreach (var index in indexes)
            await LedgerData.Run(connection, index);
    }

    /// <summary>Leaves a database as use would: ids go on behind the last, statistics are known.</summary>
    public static async Task Settle(DbConnection connection, params IReadOnlyList<string> counted)
    {
        if (connection is not NpgsqlConnection)
        {
            await LedgerData.Run(connection, "PRAGMA journal_mode=WAL");
            return;
        }
        foreach (var table in counted)
            await LedgerData.Run(
                connection, $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}");
        await LedgerData.Run(connection, "VACUUM ANALYZE");
    }

    /// <param name="connection">Of either engine.</param>
    /// <param name="table">The table and its columns, as they stand after INSERT INTO.</param>
    /// <param name="rows">Texts, whole numbers and nothing.</param>
    public static Task Write(DbConnection connection, string table, IEnumerable<object?[]> rows) =>
        connection is NpgsqlConnection npgsql ? Copy(npgsql, table, rows) : Insert(connection, table, rows);

    static async Task Copy(NpgsqlConnection connection, string table, IEnumerable<object?[]> rows)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            foreach (var value in row)
                switch (value)
                {
                    case long number: await writer.WriteAsync(number); break;
                    case string text: await writer.WriteAsync(text); break;
                    default: await writer.WriteNullAsync(); break;
                }
        }
        await writer.CompleteAsync();
    }

    static async Task Insert(DbConnection connection, string table, IEnumerable<object?[]> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            if (command.Parameters.Count == 0)
                Prepare(command, table, row.Length);
            for (var column = 0; column < row.Length; column++)
                command.Parameters[column].Value = row[column] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
        await transaction.CommitAsync();
    }

    static void Prepare(DbCommand command, string table, int columns)
    {
        var names = Enumerable.Range(0, columns).Select(column => $"@p{column}").ToList();
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", names)})";
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
    }

    // What a constraint rests on stays.
    static string PostgresIndexes(string tables) => $"""
        SELECT indexdef FROM pg_indexes
        WHERE tablename IN ({tables}) AND indexname NOT IN (SELECT conname FROM pg_constraint)
        """;

    static string SqliteIndexes(string tables) => $"""
        SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})
        """;

    static string NameOf(string index)
    {
        var words = index.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words[Array.IndexOf(words, "ON") - 1];
    }

    static async Task<List<string>> Texts(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
