using Kalends.Platform.Calls;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Months;

/// <summary>Adds the ledger up again, and tells whether all sums are right.</summary>
static class CheckTotals
{
    public const string Path = $"{ShowMonths.Path}/check";

    public static async Task<Shown> Run(NoInput input, Visit visit)
    {
        var (texts, ledger) = (visit.Texts, visit.Texts.Ledger);
        var found = await VerifyTotals.Run(input, visit.Call);
        var sums = texts.Number(found.Checked.MonthTotals + found.Checked.CaregiverMonths);
        var right = texts.Filled(ledger.TotalsRightFormat, sums);
        var wrong = texts.Filled(ledger.TotalsWrongFormat, texts.Number(found.Drift), sums);
        return Sheet.Page(visit, new Sheet.Seen(ledger.CheckTotals)
        {
            Why = found.Drift == 0 ? null : wrong,
            Lead = found.Drift == 0 ? right : ledger.CheckAbout,
            Links = [new(texts.Console.Months, ShowMonths.Path)],
        });
    }
}
