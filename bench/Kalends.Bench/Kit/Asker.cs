using System.Data.Common;
using System.Diagnostics;
using Kalends.Platform.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Bench.Kit;

/// <summary>
/// Asks a database through the bare driver, with statements in the words of the product, prepared once a connection.
/// </summary>
sealed class Asker(DbConnection connection, Dialect dialect) : IAsyncDisposable
{
    readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>How often a second a number of tasks get the answer, each on a connection of its own.</summary>
    public static async Task<double> Rate(string database, int tasks, TimeSpan time, Func<Asker, Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        var rates = await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
        {
            await using var asker = await Open(database);
            var done = 0;
            // Who is slow is not cut off: a last answer counts with the time that it took.
            for (; Stopwatch.GetElapsedTime(started) < time; done++)
                await ask(asker);
            return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
        })));
        return rates.Sum();
    }

    public static async Task<Asker> Open(string database)
    {
        // Compiling a statement of some milliseconds takes PostgreSQL longer than the statement.
        var isPostgres = database.Contains("Host=", StringComparison.Ordinal);
        DbConnection connection = isPostgres
            ? new NpgsqlConnection($"{database};Max Auto Prepare=20;Auto Prepare Min Usages=1;Options=-c jit=off")
            : new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        return new Asker(connection, isPostgres ? Dialect.Postgres : Dialect.Sqlite);
    }

    /// <summary>Reads all of a statement's rows, and gives their first column, which is an id.</summary>
    public async Task<List<long>> Read(string statement, long? id = null)
    {
        if (!_commands.TryGetValue(statement, out var command))
            _commands[statement] = command = Command(statement, id is not null);
        if (id is { } value)
            command.Parameters[0].Value = value;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt64(0));
            for (var column = 1; column < reader.FieldCount; column++)
                _ = reader.GetValue(column);
        }
        return ids;
    }

    /// <summary>All rows of a statement that yields whole numbers.</summary>
    public async Task<List<long[]>> Rows(string statement)
    {
        await using var command = Command(statement, hasId: false);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<long[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)]);
        return rows;
    }

    /// <summary>How the engine reads what a statement asks.</summary>
    public async Task<string> Plan(string statement)
    {
        var isPostgres = connection is NpgsqlConnection;
        await using var command = Command($"EXPLAIN {(isPostgres ? "" : "QUERY PLAN ")}{statement}", hasId: false);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
            await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    DbCommand Command(string statement, bool hasId)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (dialect.Render(statement), 0);
        if (hasId)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("id", 0L);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
