using Kalends.Platform;

namespace Kalends;

/// <summary>What the server is: its database, and whether it plays a demo.</summary>
sealed record ServerSettings : ISettings
{
    public static string Section => "Kalends";

    /// <summary>A path of a SQLite file, or a PostgreSQL connection string or URL.</summary>
    public string Database { get; init; } = "kalends.db";

    /// <summary>Load demo data and demo users; on in the Development environment.</summary>
    public bool? Demo { get; init; }
}
