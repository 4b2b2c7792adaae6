namespace Kalends.Web.Languages.Ledger;

/// <summary>The texts of the ledger's pages: care events, remittances, months.</summary>
sealed record LedgerTexts
{
    public required string CareEvent { get; init; }
    public required string RegisterCare { get; init; }
    public required string RegisterAbout { get; init; }
    public required string RegisterNow { get; init; }
    public required string Caregiver { get; init; }
    public required string CareType { get; init; }
    public required string ServiceMonth { get; init; }
    public required string BookingMonth { get; init; }
    public required string Amount { get; init; }
    public required string Time { get; init; }
    public required string ZoneFormat { get; init; }
    public required string Open { get; init; }
    public required string Paid { get; init; }
    public required string ReversalFormat { get; init; }
    public required string ReversedFormat { get; init; }
    public required string StateHint { get; init; }
    public required string Number { get; init; }
    public required string RegisteredAt { get; init; }
    public required string Source { get; init; }
    public required string Reverses { get; init; }
    public required string ReversedBy { get; init; }
    public required string DeleteCare { get; init; }
    public required string DeleteAbout { get; init; }
    public required string DeleteNow { get; init; }
    public required string ReverseCare { get; init; }
    public required string ReverseAbout { get; init; }
    public required string ReverseNow { get; init; }
    public required string Remittance { get; init; }
    public required string Reference { get; init; }
    public required string ReferenceHint { get; init; }
    public required string Events { get; init; }
    public required string MadeAt { get; init; }
    public required string Stands { get; init; }
    public required string ReversedState { get; init; }
    public required string Remit { get; init; }
    public required string RemitChosen { get; init; }
    public required string RemitMonth { get; init; }
    public required string RemitAbout { get; init; }
    public required string RemitNowFormat { get; init; }
    public required string NothingToRemit { get; init; }
    public required string PickFormat { get; init; }
    public required string ReverseRemittance { get; init; }
    public required string ReverseRemittanceAbout { get; init; }
    public required string Total { get; init; }
    public required string Month { get; init; }
    public required string MonthFormat { get; init; }
    public required string MonthsAbout { get; init; }
    public required string ShowCare { get; init; }
    public required string CheckTotals { get; init; }
    public required string CheckAbout { get; init; }
    public required string TotalsRightFormat { get; init; }
    public required string TotalsWrongFormat { get; init; }
    public required string OnlyFirstFormat { get; init; }
    public required string CsvFile { get; init; }
}
