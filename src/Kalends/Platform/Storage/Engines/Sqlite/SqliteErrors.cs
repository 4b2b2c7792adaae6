using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>The meaning of SQLite errors.</summary>
static class SqliteErrors
{
    /// <summary>
    /// Whether the error is an outage: caused by the file, the disk or another program rather than by the statement.
    /// </summary>
    public static bool IsOutage(Exception wrong) => wrong is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY
            or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN
            or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB,
    };

    public static string ReadOnly(string database) =>
        $"The database {database} cannot be written: check its permissions and those of its folder.";

    /// <summary>The reason why the server cannot start with a database, in a sentence.</summary>
    public static string Refusal(string database, SqliteException wrong) => wrong.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => $"The database {database} is not a SQLite database, or it is " +
            "damaged. Name another file, or restore a backup.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => ReadOnly(database),
        raw.SQLITE_FULL => $"The database {database} cannot be opened: its disk is full.",
        raw.SQLITE_BUSY => $"The database {database} cannot be opened: another program has locked it.",
        _ => $"The database {database} cannot be used: {wrong.Message}",
    };
}
