namespace Kalends.Web.Languages.Hours;

/// <summary>The texts of working hours.</summary>
sealed record HoursTexts
{
    public required string Weekly { get; init; }
    public required string WeeklyHint { get; init; }
    public required string SlotMinutes { get; init; }
    public required string TimeZone { get; init; }
    public required string SaveAbout { get; init; }
    public required string TooRich { get; init; }
    public required string EveryWeeksFormat { get; init; }
    public required string Exceptions { get; init; }
    public required string ExceptionHours { get; init; }
    public required string AddException { get; init; }
    public required string Free { get; init; }
    public required string Outside { get; init; }
    public required string ClosedDaysAbout { get; init; }
    public required string CloseDays { get; init; }
    public required string LastDay { get; init; }
}
