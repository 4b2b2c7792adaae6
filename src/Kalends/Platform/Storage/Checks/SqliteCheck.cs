using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kalends.Platform.Storage.Checks;

/// <summary>Looks at a SQLite file and its disk, also while a server uses them.</summary>
static class SqliteCheck
{
    public static IReadOnlyList<Migration> Look(string database, StorageSettings settings, List<Remark> remarks)
    {
        SqliteClaim.RequirePath(database);
        var path = Path.GetFullPath(database);
        if (Path.GetDirectoryName(path) is not { } folder || !System.IO.Directory.Exists(folder))
            throw new StartRefused($"The database {path} cannot be made: there is no folder for it.");
        remarks.Add(Room(folder, settings));
        if (!File.Exists(path))
        {
            remarks.Add(new("database", Gravity.Notice, $"There is no database {path}. A start would create it."));
            return Migration.All(Dialect.Sqlite, "sqlite");
        }
        try
        {
            using var connection = Open(path, settings);
            Migrations.RefuseHalfCopied(connection);
            var pending = Migrations.Pending(connection, Dialect.Sqlite, "sqlite");
            remarks.Add(new(
                "database", Gravity.Good,
                $"The database {path} can be read, by SQLite {connection.ServerVersion}."));
            return pending;
        }
        catch (SqliteException wrong)
        {
            throw new StartRefused(SqliteErrors.Refusal(path, wrong));
        }
    }

    static Remark Room(string folder, StorageSettings settings)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free < settings.FreeBytesMin
            ? new("disk", Gravity.Fault, $"The disk has {free} bytes free, fewer than Kalends:Storage:FreeBytesMin.")
            : new("disk", Gravity.Good, $"The disk has {free} bytes free.");
    }

    /// <summary>
    /// Opens the file so that nothing is written. Without a log nobody has it open, and SQLite would create the files
    /// of the log, so it is told that the file does not change.
    /// </summary>
    static SqliteConnection Open(string path, StorageSettings settings)
    {
        if (File.Exists(path + "-wal"))
            return SqliteLibrary.Connect(path, SqliteOpenMode.ReadOnly, settings.LockSeconds);
        return SqliteLibrary.Connect(
            $"file:{Uri.EscapeDataString(path)}?immutable=1", SqliteOpenMode.ReadOnly, settings.LockSeconds);
    }
}
