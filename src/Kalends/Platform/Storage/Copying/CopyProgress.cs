using System.Data.Common;
using System.Text.Json;

namespace Kalends.Platform.Storage.Copying;

/// <summary>
/// How far a copy into a database is, kept in that database: it moves on in the transaction of the rows themselves, so
/// a copy that was cut off goes on where it was.
/// </summary>
/// <remarks>While its table exists, the database is half-copied, and nothing but the copy opens it.</remarks>
static class CopyProgress
{
    public const string Table = Migrations.HalfCopied;

    /// <summary>How far the copy of a table is.</summary>
    /// <param name="Rows">The rows that were copied.</param>
    /// <param name="LastKey">The key of the last of them; null before the first.</param>
    public sealed record State(long Rows, IReadOnlyList<object>? LastKey);

    // The row that stands for the whole copy.
    const string Whole = "";

    public static bool IsThere(DbConnection connection) => Statement.HasTable(connection, Table);

    /// <summary>Marks a database as half-copied from a source.</summary>
    public static void Begin(DbConnection connection, string source)
    {
        using var transaction = connection.BeginTransaction();
        Statement.Run(
            connection,
            $"CREATE TABLE {Table} (name TEXT PRIMARY KEY, copied BIGINT NOT NULL, last_key TEXT, source TEXT)",
            transaction);
        Statement.Run(
            connection, $"INSERT INTO {Table} (name, copied, source) VALUES (@name, 0, @source)", transaction,
            ("@name", Whole), ("@source", source));
        transaction.Commit();
    }

    /// <summary>The source that a half-copied database is copied from.</summary>
    public static string SourceOf(DbConnection connection) => Statement.All(
        connection, $"SELECT source FROM {Table} WHERE name = @name", row => row.GetString(0), ("@name", Whole))[0];

    /// <summary>How far the copy of a table is; null before its begin.</summary>
    public static State? Of(DbConnection connection, string table) => Statement.All(
        connection, $"SELECT copied, last_key FROM {Table} WHERE name = @name",
        row => new State(row.GetInt64(0), row.IsDBNull(1) ? null : Key(row.GetString(1))), ("@name", table))
        .FirstOrDefault();

    /// <summary>Begins a table, or moves it on, in the transaction of its rows.</summary>
    public static void Move(
        DbConnection connection, DbTransaction transaction, string table, State to) => Statement.Run(
        connection,
        $"""
        INSERT INTO {Table} (name, copied, last_key)
        VALUES (@name, @copied, @key)
        ON CONFLICT (name) DO UPDATE
        SET copied = excluded.copied, last_key = excluded.last_key
        """,
        transaction, ("@name", table), ("@copied", to.Rows),
        ("@key", to.LastKey is null ? DBNull.Value : JsonSerializer.Serialize(to.LastKey)));

    static List<object> Key(string json) => JsonSerializer.Deserialize<List<JsonElement>>(json)!.ConvertAll(
        part => part.ValueKind == JsonValueKind.Number ? (object)part.GetInt64() : part.GetString()!);
}
