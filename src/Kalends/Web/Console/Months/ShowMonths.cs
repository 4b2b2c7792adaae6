using Kalends.Platform.Calls;
using Kalends.Reimbursements;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Console.Ledger;
using Kalends.Web.Console.Reports;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Months;

/// <summary>Shows what is open and what is paid of each of the last months, one table for each currency.</summary>
static class ShowMonths
{
    public const string Path = "/console/months";

    const int MonthsShown = 36;

    public static async Task<Shown> Run(NoInput input, Visit visit)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var first = Platform.Time.Months.Of(call.Now, CareRows.ZoneOf(call)).PlusMonths(1 - MonthsShown);
        var report = await ReportReimbursements.Collect(new(FirstMonth: first, GroupBy: [ReportGroup.Month]), call);
        IReadOnlyList<RowTable.Cell> RowOf(IGrouping<YearMonth, ReportRow> month, string currency)
        {
            var sums = StateSums.Of(month);
            return
            [
                new(texts.Month(month.Key), ShowMonth.HrefOf(month.Key)), texts.Number(sums.Events),
                texts.Money(sums.OpenAmount, currency), texts.Money(sums.PaidAmount, currency),
                texts.Money(sums.Amount, currency),
            ];
        }
        return Sheet.Page(visit, new Sheet.Seen(texts.Console.Months)
        {
            Lead = ledger.MonthsAbout,
            Links = visit.May(ReimbursementsAccess.Account) ? [new(ledger.CheckTotals, CheckTotals.Path)] : [],
            Parts = [.. report.Items.GroupBy(row => row.Currency).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new Sheet.Part(same.Key, new RowTable.Seen(
                    texts.Filled(ledger.ZoneFormat, report.TimeZone),
                    [
                        ledger.Month, new(ledger.Events, IsNumber: true), new(ledger.Open, IsNumber: true),
                        new(ledger.Paid, IsNumber: true), new(ledger.Total, IsNumber: true),
                    ],
                    [.. same.GroupBy(row => row.Month!.Value).OrderByDescending(month => month.Key)
                        .Select(month => RowOf(month, same.Key))])))],
        });
    }
}
