using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Platform.Storage;

/// <summary>Which errors of SQLite are an outage: the file, the disk or another program, not what was asked.</summary>
static class SqliteErrors
{
    public static bool IsOutage(Exception wrong) => wrong is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY
            or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN
            or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB,
    };
}
