namespace Kalends.Web.Languages.Reports;

/// <summary>The texts of the reports.</summary>
sealed record ReportTexts
{
    public required string FirstMonth { get; init; }
    public required string LastMonth { get; init; }
    public required string MonthsMaxFormat { get; init; }
    public required string SplitBy { get; init; }
    public required string Basis { get; init; }
    public required string PaidAndOpen { get; init; }
    public required string YearBefore { get; init; }
    public required string EventsAndYearBefore { get; init; }
    public required string ThisPeriod { get; init; }
    public required string AYearBefore { get; init; }
    public required string ByMonth { get; init; }
    public required string ByCaregiver { get; init; }
    public required string ByType { get; init; }
    public required string Others { get; init; }
    public required string EventsBefore { get; init; }
    public required string TotalBefore { get; init; }
}
