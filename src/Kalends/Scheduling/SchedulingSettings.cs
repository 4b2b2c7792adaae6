using System.ComponentModel.DataAnnotations;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>The rules of booking.</summary>
sealed record SchedulingSettings : ISettings
{
    public static string Section => "Kalends:Scheduling";

    /// <summary>Minutes a hold lives, but never beyond the start of its slot.</summary>
    [Range(1, 1440)]
    public int HoldMinutes { get; init; } = 30;

    /// <summary>Minutes before its start until which a slot may be reserved; with 0, until it starts.</summary>
    [Range(0, 525_600)]
    public int NoticeMinutes { get; init; } = 1440;

    /// <summary>
    /// Minutes by which a reservation may miss the notice, but not the start: its caller chose from a list that was
    /// true a moment ago.
    /// </summary>
    [Range(0, 60)]
    public int GraceMinutes { get; init; } = 5;

    /// <summary>Live holds that a caller in role client may have at once.</summary>
    [Range(1, 1000)]
    public int HoldsMax { get; init; } = 3;

    /// <summary>Seconds between two rounds of the sweeper that marks lapsed holds; 0 turns it off.</summary>
    [Range(0, 3600)]
    public int SweepSeconds { get; init; } = 10;

    public TimeSpan Hold => TimeSpan.FromMinutes(HoldMinutes);

    /// <summary>The earliest start of a slot that is listed.</summary>
    public Instant Earliest(Instant now) => now + TimeSpan.FromMinutes(NoticeMinutes);

    /// <summary>The same for those who reserve what was listed a moment ago.</summary>
    public Instant EarliestInGrace(Instant now) => Earliest(now) - TimeSpan.FromMinutes(GraceMinutes);
}
