using SQLitePCL;

namespace Kalends.Platform.Storage;

/// <summary>The SQLite library that comes with the program.</summary>
static class SqliteLibrary
{
    // A library that is in use already keeps its mode, which is right too and only slower.
    static readonly Lazy<int> Configured = new(() =>
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    });

    /// <summary>Drops the lock around each call: a connection is used by one thread at a time here.</summary>
    public static void Configure() => _ = Configured.Value;
}
