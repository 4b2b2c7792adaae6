using System.ComponentModel.DataAnnotations;
using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>The rules of booking.</summary>
sealed record SchedulingSettings : ISettings, IValidatableObject
{
    /// <summary>The greatest number of reminders of a reservation.</summary>
    public const int RemindersMax = 5;

    public const int ReminderMinutesMin = 5;
    public const int ReminderMinutesMax = 43_200;

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

    /// <summary>Minutes until a hold of a guest expires, if the policy gives clients no shorter ones.</summary>
    [Range(1, 1440)]
    public int GuestHoldMinutes { get; init; } = 10;

    /// <summary>Live holds that a guest may have at once.</summary>
    [Range(1, 1000)]
    public int GuestHoldsMax { get; init; } = 1;

    /// <summary>A client who cancels later than these minutes before the start cancels late.</summary>
    [Range(0, 525_600)]
    public int CancelNoticeMinutes { get; init; }

    /// <summary>A client may not move a reservation later than these minutes before its start.</summary>
    [Range(0, 525_600)]
    public int MoveNoticeMinutes { get; init; }

    /// <summary>The days ahead in which a reservation may start; 0 if there is no bound.</summary>
    [Range(0, 3660)]
    public int FurthestDays { get; init; }

    /// <summary>The most reservations of a provider on a day of their time zone; 0 if there is no limit.</summary>
    [Range(0, 1000)]
    public int DayMax { get; init; }

    /// <summary>The most reservations of a provider in a week, from Monday; 0 if there is no limit.</summary>
    [Range(0, 7000)]
    public int WeekMax { get; init; }

    /// <summary>The most live reservations of a client with a provider; 0 if there is no limit.</summary>
    [Range(0, 1000)]
    public int ClientMax { get; init; }

    /// <summary>The step of starts in minutes, counted from the start of an opening; 0 if each slot is one.</summary>
    [Range(0, 1440)]
    public int StepMinutes { get; init; }

    /// <summary>
    /// Minutes before the start at which clients are reminded, separated by commas; none if it is empty.
    /// </summary>
    public string ReminderMinutes { get; init; } = "1440,120";

    /// <summary>Seconds between two rounds of the sweeper, which marks lapsed holds; 0 turns it off.</summary>
    [Range(0, 3600)]
    public int SweepSeconds { get; init; } = 10;

    /// <summary>Days ahead for which working hours are expanded to openings.</summary>
    [Range(1, 730)]
    public int WindowDays { get; init; } = 180;

    /// <summary>
    /// Seconds between two rounds that expand working hours whose openings do not reach to the end of the window, or
    /// whose closed days or time zone data changed; 0 turns them off.
    /// </summary>
    [Range(0, 86_400)]
    public int ExpandSeconds { get; init; } = 60;

    public TimeSpan Hold => TimeSpan.FromMinutes(HoldMinutes);

    /// <summary>Live holds that a caller may have at once.</summary>
    public int HoldsMaxOf(Caller caller) => caller.ClientId is null ? HoldsMax : Math.Min(GuestHoldsMax, HoldsMax);

    public TimeSpan Grace => TimeSpan.FromMinutes(GraceMinutes);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (NumberList.TryRead(ReminderMinutes) is not { Count: <= RemindersMax } minutes
            || minutes.Any(one => one is < ReminderMinutesMin or > ReminderMinutesMax))
            yield return new ValidationResult(
                $"ReminderMinutes must be at most {RemindersMax} numbers from {ReminderMinutesMin} to " +
                $"{ReminderMinutesMax}, separated by commas.");
    }
}
