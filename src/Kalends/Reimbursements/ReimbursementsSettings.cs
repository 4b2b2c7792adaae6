using System.ComponentModel.DataAnnotations;

namespace Kalends.Reimbursements;

/// <summary>The rules of the ledger.</summary>
sealed record ReimbursementsSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Reimbursements";

    /// <summary>
    /// The IANA name of the time zone of the ledger's months. A registered care event keeps its month if the zone
    /// changes.
    /// </summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The number of hours after its start within which anybody may register a care event.</summary>
    [Range(1, 8784)]
    public int LateHours { get; init; } = 12;

    /// <summary>
    /// The number of days after its start within which a reservation's care event may be registered by those who keep
    /// the calendar; never less time than <see cref="LateHours"/>.
    /// </summary>
    [Range(1, 366)]
    public int VisitLateDays { get; init; } = 31;

    /// <summary>The number of minutes by which a care event may start in the future, because clocks differ.</summary>
    [Range(0, 30)]
    public int AheadMinutes { get; init; } = 5;

    /// <summary>
    /// The seconds between two rounds that fold changed month totals, on PostgreSQL; 0 turns the rounds off.
    /// </summary>
    [Range(0, 3600)]
    public int FoldSeconds { get; init; } = 2;

    /// <summary>
    /// The hour of the day, in the ledger's zone, from which the totals are verified once a day; -1 turns it off.
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
