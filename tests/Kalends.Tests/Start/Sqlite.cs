using Microsoft.Data.Sqlite;

namespace Kalends.Tests.Start;

/// <summary>Statements on a file that no server uses.</summary>
static class Sqlite
{
    public const string NewerSchema =
        "INSERT INTO migrations (module, number, file, checksum) VALUES ('Events', 99, 'x', 'y')";

    public static async Task Run(string file, string sql)
    {
        await using var connection = await Open(file);
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<long> Number(string file, string sql)
    {
        await using var connection = await Open(file);
        await using var command = new SqliteCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task<SqliteConnection> Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
