using System.ComponentModel.DataAnnotations;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>How calendars elsewhere are fetched.</summary>
sealed record ExternalCalendarSettings : ISettings
{
    public static string Section => "Kalends:ExternalCalendars";

    /// <summary>Minutes between two fetches of a calendar.</summary>
    [Range(1, 1440)]
    public int FetchMinutes { get; init; } = 5;

    /// <summary>
    /// Seconds between two rounds, each of which fetches the calendars whose turn has come; 0 turns them off.
    /// </summary>
    [Range(0, 3600)]
    public int RoundSeconds { get; init; } = 15;

    /// <summary>Seconds within which a calendar must be fetched, redirects included.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; init; } = 20;

    /// <summary>The greatest size of a calendar in bytes, decompressed.</summary>
    [Range(1024, 64 << 20)]
    public int BytesMax { get; init; } = 4 << 20;

    /// <summary>
    /// Whether calendars may lie at addresses that are not public: of this machine, of a private network. Any provider
    /// can then have this server ask such addresses.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    public TimeSpan Every => TimeSpan.FromMinutes(FetchMinutes);

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);
}
