namespace Kalends.Web.Languages.Reports;

/// <summary>The texts of the reports in German.</summary>
static class German
{
    public static readonly ReportTexts Texts = new()
    {
        FirstMonth = "Erster Monat",
        LastMonth = "Letzter Monat",
        MonthsMaxFormat = "Höchstens {0} Monate.",
        SplitBy = "Aufgeteilt nach",
        Basis = "Monate",
        PaidAndOpen = "Bezahlt und offen",
        YearBefore = "Verglichen mit dem Vorjahr",
        EventsAndYearBefore = "Leistungen, verglichen mit dem Vorjahr",
        ThisPeriod = "dieser Zeitraum",
        AYearBefore = "ein Jahr davor",
        ByMonth = "Nach Monaten",
        ByCaregiver = "Nach Behandlern",
        ByType = "Nach Leistungsart",
        Others = "andere",
        EventsBefore = "Leistungen ein Jahr davor",
        TotalBefore = "Summe ein Jahr davor",
    };
}
