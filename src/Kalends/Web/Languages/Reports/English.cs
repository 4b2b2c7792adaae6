namespace Kalends.Web.Languages.Reports;

/// <summary>The texts of the reports in English.</summary>
static class English
{
    public static readonly ReportTexts Texts = new()
    {
        FirstMonth = "First month",
        LastMonth = "Last month",
        MonthsMaxFormat = "At most {0} months.",
        SplitBy = "Split by",
        Basis = "Months",
        PaidAndOpen = "Paid and open",
        YearBefore = "Compared with a year before",
        EventsAndYearBefore = "Care events, compared with a year before",
        ThisPeriod = "this period",
        AYearBefore = "a year before",
        ByMonth = "By month",
        ByCaregiver = "By caregiver",
        ByType = "By kind of care",
        Others = "others",
        EventsBefore = "Care events a year before",
        TotalBefore = "Total a year before",
    };
}
