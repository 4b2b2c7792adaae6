using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Copying;

/// <summary>
/// The last number that each table has given to a row. It goes along with the rows: a number of a deleted row is never
/// given again.
/// </summary>
static class Numbering
{
    /// <summary>The last numbers by table; a table that numbers no rows, or has not yet, is left out.</summary>
    public static Dictionary<string, long> Read(DbConnection connection, IEnumerable<CopiedTable> tables)
    {
        if (connection is SqliteConnection)
            return Statement.All(
                    connection, "SELECT name, seq FROM sqlite_sequence", row => (row.GetString(0), row.GetInt64(1)))
                .ToDictionary(one => one.Item1, one => one.Item2);

        var numbers = new Dictionary<string, long>();
        foreach (var table in tables)
            if (Sequence(connection, table) is { } sequence
                && Statement.Number(connection, $"SELECT last_value FROM {sequence} WHERE is_called") is { } last)
                numbers.Add(table.Name, last);
        return numbers;
    }

    /// <summary>Lets a table go on behind a number.</summary>
    public static void Set(DbConnection connection, CopiedTable table, long last)
    {
        if (connection is SqliteConnection)
        {
            if (Statement.Run(connection, "UPDATE sqlite_sequence SET seq = @last WHERE name = @name", null,
                ("@last", last), ("@name", table.Name)) == 0)
                Statement.Run(connection, "INSERT INTO sqlite_sequence (name, seq) VALUES (@name, @last)", null,
                    ("@last", last), ("@name", table.Name));
        }
        else if (Sequence(connection, table) is { } sequence)
            Statement.Run(connection, "SELECT setval(CAST(@sequence AS regclass), @last)", null,
                ("@sequence", sequence), ("@last", last));
    }

    static string? Sequence(DbConnection connection, CopiedTable table) => Statement.All(
        connection, "SELECT pg_get_serial_sequence(@table, @column)", row => row.IsDBNull(0) ? null : row.GetString(0),
        ("@table", table.Name), ("@column", table.Key[0]))[0];
}
