using SQLitePCL;

namespace Kalends.Platform.Storage;

/// <summary>The SQLite library that ships with the program.</summary>
static class SqliteLibrary
{
    // A library that is already in use keeps its mode, which is also correct and only slower.
    static readonly Lazy<int> Configured = new(() =>
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    });

    /// <summary>Removes the lock around each call, since a connection is used by one thread at a time here.</summary>
    public static void Configure() => _ = Configured.Value;
}
