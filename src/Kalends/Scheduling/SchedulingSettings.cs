using System.ComponentModel.DataAnnotations;

namespace Kalends.Scheduling;

/// <summary>The rules of booking.</summary>
sealed record SchedulingSettings : ISettings
{
    public static string Section => "Kalends:Scheduling";

    /// <summary>Minutes until a hold expires; it expires at the start of its slot at the latest.</summary>
    [Range(1, 1440)]
    public int HoldMinutes { get; init; } = 30;

    /// <summary>Minutes before its start until which a slot can be reserved; with 0, until it starts.</summary>
    [Range(0, 525_600)]
    public int NoticeMinutes { get; init; } = 1440;

    /// <summary>
    /// Minutes by which a reservation may miss the notice, but not the start, because the list of slots that the caller
    /// chose from was correct a moment ago.
    /// </summary>
    [Range(0, 60)]
    public int GraceMinutes { get; init; } = 5;

    /// <summary>Live holds that a caller in the role client may have at once.</summary>
    [Range(1, 1000)]
    public int HoldsMax { get; init; } = 3;

    /// <summary>Seconds between two rounds of the sweeper, which marks lapsed holds; 0 turns it off.</summary>
    [Range(0, 3600)]
    public int SweepSeconds { get; init; } = 10;

    public TimeSpan Hold => TimeSpan.FromMinutes(HoldMinutes);

    /// <summary>The earliest start of a slot that is listed.</summary>
    public Instant Earliest(Instant now) => now + TimeSpan.FromMinutes(NoticeMinutes);

    /// <summary>
    /// The earliest start of a slot that can be reserved, for callers who chose from a list a moment ago.
    /// </summary>
    public Instant EarliestInGrace(Instant now) => Earliest(now) - TimeSpan.FromMinutes(GraceMinutes);
}
