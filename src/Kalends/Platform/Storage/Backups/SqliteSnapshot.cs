using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Platform.Storage.Backups;

/// <summary>A copy of a SQLite file as it was at one moment, taken while a server may write to it.</summary>
/// <param name="Bytes">The size of the copy.</param>
/// <param name="Rows">The number of rows of each table.</param>
sealed record SqliteSnapshot(long Bytes, IReadOnlyDictionary<string, long> Rows)
{
    const int PagesAtOnce = 256;

    /// <summary>Copies a file, and returns once the copy was verified and is on the disk.</summary>
    /// <remarks>
    /// The source's read transaction holds one state of it: without that, each write of a server would start the copy
    /// anew. The copy has no log, so it is one file.
    /// </remarks>
    /// <param name="source">The file.</param>
    /// <param name="copy">The path of the copy; there is no file yet, and none remains after an error.</param>
    /// <param name="progress">Told the pages that are copied, and all.</param>
    /// <param name="cancel">Ends the copying.</param>
    public static SqliteSnapshot Take(
        string source, string copy, Action<long, long> progress, CancellationToken cancel)
    {
        try
        {
            SqliteClaim.MakeForOwner(copy, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(copy))
        {
            throw new StartRefused($"{copy} is there: another copy is being made, or one was cut off. Remove it then.");
        }
        try
        {
            var rows = Copy(source, copy, progress, cancel);
            DurableFile.Flush(copy);
            return new(new FileInfo(copy).Length, rows);
        }
        catch (Exception wrong)
        {
            foreach (var file in (string[])[copy, copy + "-journal", copy + "-wal", copy + "-shm"])
                File.Delete(file);
            if (wrong is SqliteException error)
                throw new StartRefused(SqliteErrors.Refusal(source, error));
            throw;
        }
    }

    static Dictionary<string, long> Copy(
        string source, string copy, Action<long, long> progress, CancellationToken cancel)
    {
        using var from = SqliteLibrary.Connect(source, SqliteOpenMode.ReadOnly, LockSeconds);
        using var to = SqliteLibrary.Connect(copy, SqliteOpenMode.ReadWrite, LockSeconds);
        Statement.Run(from, "BEGIN");
        if (!Statement.HasTable(from, "migrations"))
            throw new StartRefused($"{source} is not a database of Kalends.");
        var (schema, rows) = (Schema(from), Count(from));
        CopyPages(from, to, progress, cancel);
        Statement.Run(from, "ROLLBACK");
        Statement.Run(to, "PRAGMA journal_mode = DELETE");

        if (Statement.All(to, "PRAGMA integrity_check(1)", row => row.GetString(0)) is not ["ok"])
            throw new StartRefused($"{source} is damaged, and so is its copy: PRAGMA integrity_check shows where.");
        if (Statement.All(to, "PRAGMA foreign_key_check", row => row.GetString(0)) is [var table, ..])
            throw new StartRefused($"{source} is damaged: {table} refers to rows that are not there.");
        if (!Schema(to).SequenceEqual(schema) || !Count(to).SequenceEqual(rows))
            throw new StartRefused($"The copy {copy} has not the rows of {source}.");
        return rows;
    }

    static void CopyPages(
        SqliteConnection from, SqliteConnection to, Action<long, long> progress, CancellationToken cancel)
    {
        using var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid)
            throw new SqliteException(raw.sqlite3_errmsg(to.Handle).utf8_to_string(), raw.sqlite3_errcode(to.Handle));
        int result;
        do
        {
            cancel.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesAtOnce);
            var all = raw.sqlite3_backup_pagecount(backup);
            progress(all - raw.sqlite3_backup_remaining(backup), all);
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE)
            throw new SqliteException(raw.sqlite3_errstr(result).utf8_to_string(), result);
    }

    static List<string> Schema(SqliteConnection connection) => Statement.All(
        connection, "SELECT module || '/' || number || ' ' || checksum FROM migrations ORDER BY module, number",
        row => row.GetString(0));

    static Dictionary<string, long> Count(SqliteConnection connection) => Statement.All(
            connection, """
                SELECT name
                FROM sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                ORDER BY name
                """, row => row.GetString(0))
        .ToDictionary(table => table, table => Statement.Number(connection, $"SELECT COUNT(*) FROM {table}")!.Value);

    // The time to wait for another program's lock; a server takes none that excludes readers.
    const int LockSeconds = 10;
}
