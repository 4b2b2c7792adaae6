namespace Kalends.Web.Languages.Reports;

/// <summary>The texts of the reports in Swedish.</summary>
static class Swedish
{
    public static readonly ReportTexts Texts = new()
    {
        FirstMonth = "Första månad",
        LastMonth = "Sista månad",
        MonthsMaxFormat = "Högst {0} månader.",
        SplitBy = "Uppdelat efter",
        Basis = "Månader",
        PaidAndOpen = "Betalt och obetalt",
        YearBefore = "Jämfört med året före",
        EventsAndYearBefore = "Vårdinsatser, jämfört med året före",
        ThisPeriod = "den här perioden",
        AYearBefore = "ett år tidigare",
        ByMonth = "Per månad",
        ByCaregiver = "Per vårdgivare",
        ByType = "Per vårdtyp",
        Others = "övriga",
        EventsBefore = "Vårdinsatser ett år tidigare",
        TotalBefore = "Summa ett år tidigare",
    };
}
