using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace Kalends.Reimbursements;

/// <summary>The rules of the ledger.</summary>
sealed record ReimbursementsSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Reimbursements";

    /// <summary>
    /// The IANA name of the zone whose months the ledger keeps. What is registered keeps the month it was given.
    /// </summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Hours after its start until which anybody may register a care event.</summary>
    [Range(1, 8784)]
    public int LateHours { get; init; } = 12;

    /// <summary>
    /// Days after its start until which whoever keeps the calendar may register the care event of a reservation; never
    /// fewer than <see cref="LateHours"/>.
    /// </summary>
    [Range(1, 366)]
    public int VisitLateDays { get; init; } = 31;

    /// <summary>Minutes by which a care event may start in the future: clocks differ.</summary>
    [Range(0, 30)]
    public int AheadMinutes { get; init; } = 5;

    /// <summary>Seconds between two rounds that fold changed month totals, on PostgreSQL; 0 turns them off.</summary>
    [Range(0, 3600)]
    public int FoldSeconds { get; init; } = 2;

    /// <summary>
    /// From which hour of the day on, in the ledger's zone, the totals are verified once a day; -1 turns it off.
    /// </summary>
    [Range(-1, 23)]
    public int CheckHour { get; init; } = 3;

    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];

    public TimeSpan Late => TimeSpan.FromHours(LateHours);

    public TimeSpan VisitLate => TimeSpan.FromHours(Math.Max(VisitLateDays * 24, LateHours));

    public TimeSpan Ahead => TimeSpan.FromMinutes(AheadMinutes);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone) is null)
            yield return new ValidationResult("TimeZone must be an IANA name, such as Europe/Stockholm.");
    }
}
