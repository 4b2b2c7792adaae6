using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage;

/// <summary>
/// Single statements on a connection that no <see cref="Session"/> has: about the schema, a whole database, a whole
/// table.
/// </summary>
static class Statement
{
    public static int Run(
        DbConnection connection, string text, DbTransaction? transaction = null,
        params (string Name, object Value)[] values)
    {
        using var command = Command(connection, text, transaction, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, as a number; null if there is no row or no value.</summary>
    public static long? Number(DbConnection connection, string text, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, text, null, values);
        return command.ExecuteScalar() is { } found and not DBNull
            ? Convert.ToInt64(found, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    public static List<T> All<T>(
        DbConnection connection, string text, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, text, null, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public static bool HasTable(DbConnection connection, string name) => Number(
        connection,
        connection is SqliteConnection
            ? "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = @name"
            : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name",
        ("@name", name)) > 0;

    static DbCommand Command(
        DbConnection connection, string text, DbTransaction? transaction, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = 0;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
