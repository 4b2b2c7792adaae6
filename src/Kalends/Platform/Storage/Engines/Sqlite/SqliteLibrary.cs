using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>The SQLite library that ships with the program.</summary>
static class SqliteLibrary
{
    // A library that is already in use keeps its mode, which is also correct and only slower.
    static readonly Lazy<int> Configured = new(() =>
    {
        Batteries_V2.Init();
        // Nobody asks how much memory it takes, and counting it would lock each piece that it takes.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    });

    // SQLITE_DBCONFIG_ENABLE_QPSG. SQLite otherwise looks at values, such as that of a LIMIT, when it plans, and plans
    // such statements anew each time they run, which took longer than running them.
    const int PlannedOnce = 1007;

    /// <summary>Removes the lock around each call, since a connection is used by one thread at a time here.</summary>
    public static void Configure() => _ = Configured.Value;

    /// <summary>Opens a connection of its own to a file that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may be written.</param>
    /// <param name="lockSeconds">The time to wait for another program's lock.</param>
    public static SqliteConnection Connect(string path, SqliteOpenMode mode, int lockSeconds)
    {
        Configure();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = lockSeconds,
        }.ToString());
        connection.Open();
        raw.sqlite3_db_config(connection.Handle, PlannedOnce, 1, out _);
        raw.sqlite3_busy_timeout(connection.Handle, lockSeconds * 1000);
        return connection;
    }
}
