namespace Kalends.Web.Languages.Console;

/// <summary>The texts that all pages of the console share.</summary>
sealed record ConsoleTexts
{
    public required string Title { get; init; }
    public required string Navigation { get; init; }
    public required string Calendar { get; init; }
    public required string Clients { get; init; }
    public required string Hours { get; init; }
    public required string ClosedDays { get; init; }
    public required string Services { get; init; }
    public required string Reviews { get; init; }
    public required string EventLog { get; init; }
    public required string CareEvents { get; init; }
    public required string Remittances { get; init; }
    public required string Months { get; init; }
    public required string Reports { get; init; }
    public required string Settings { get; init; }
    public required string NothingHere { get; init; }
    public required string NothingFound { get; init; }
    public required string FirstPage { get; init; }
    public required string NextPage { get; init; }
    public required string Show { get; init; }
    public required string Save { get; init; }
    public required string Add { get; init; }
    public required string Remove { get; init; }
    public required string Provider { get; init; }
    public required string Client { get; init; }
    public required string Name { get; init; }
    public required string State { get; init; }
    public required string Reason { get; init; }
    public required string Date { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
    public required string Reload { get; init; }
    public required string Reservations { get; init; }
}
