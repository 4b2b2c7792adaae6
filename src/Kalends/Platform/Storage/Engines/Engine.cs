using Kalends.Platform.Storage.Engines.Postgres;
using Kalends.Platform.Storage.Engines.Sqlite;

namespace Kalends.Platform.Storage.Engines;

/// <summary>
/// The engine of the database that a setting names: a SQLite file, or a PostgreSQL connection string or URL.
/// </summary>
static class Engine
{
    /// <summary>Opens the database.</summary>
    public static Db Open(string database, StorageSettings settings, ILogger log) =>
        PostgresAddress.Names(database)
            ? PostgresDb.OpenServer(database, settings, log)
            : settings is { ReadOnly: true } or { Replicas: not null }
                ? throw new StartRefused("Kalends:Storage:ReadOnly and Kalends:Storage:Replicas need PostgreSQL.")
                : SqliteDb.OpenFile(database, settings, log);

    /// <summary>
    /// Opens it to read only, also while a server uses it; refuses a database with another schema than this program's.
    /// </summary>
    public static Db OpenToRead(string database, StorageSettings settings, ILogger log) =>
        PostgresAddress.Names(database)
            ? PostgresDb.OpenToRead(database, settings, log)
            : new SqliteReadDb(database, settings, log);

    /// <summary>The database, without a password.</summary>
    public static string Describe(string database) =>
        PostgresAddress.Names(database)
            ? PostgresAddress.Describe(database)
            : $"SQLite, {Path.GetFullPath(database)}";
}
