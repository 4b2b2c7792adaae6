using Kalends.Reimbursements;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Console.Ledger;
using Kalends.Web.Console.Reports;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Months;

/// <summary>Shows a month by caregiver, from where accountants pay what is open.</summary>
static class ShowMonth
{
    /// <param name="Month">The month.</param>
    public sealed record Input(YearMonth Month);

    // An installation with more caregivers takes the file.
    const int RowsMax = 500;

    public static string HrefOf(YearMonth month) => $"{ShowMonths.Path}/{month.Written()}";

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var (texts, month) = (visit.Texts, input.Month);
        var report = await ReportReimbursements.Collect(
            new(FirstMonth: month, LastMonth: month, GroupBy: [ReportGroup.Caregiver]), visit.Call);
        var file = new DownloadReport.Input(month, month, GroupBy: [ReportGroup.Caregiver]);
        return Sheet.Page(visit, new Sheet.Seen(texts.Month(month))
        {
            Links =
            [
                new(texts.Ledger.ShowCare, ShowCareEvents.HrefOf(month)),
                new(texts.Ledger.CsvFile, DownloadReport.HrefOf(file)),
            ],
            Lead = report.Items.Count == 0 ? texts.Console.NothingFound : null,
            Parts = [.. report.Items.GroupBy(row => row.Currency).OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new Sheet.Part(same.Key, TableOf(same, month, visit)))],
        });
    }

    static RowTable.Seen TableOf(IGrouping<string, ReportRow> same, YearMonth month, Visit visit)
    {
        var (texts, ledger, currency) = (visit.Texts, visit.Texts.Ledger, same.Key);
        var pays = visit.May(ReimbursementsAccess.Account);
        IReadOnlyList<RowTable.Cell> RowOf(IGrouping<long, ReportRow> caregiver)
        {
            var sums = StateSums.Of(caregiver);
            var name = caregiver.First().CaregiverName is { Length: > 0 } known ? known : $"{caregiver.Key}";
            return
            [
                new(name, ShowCareEvents.HrefOf(month, caregiver.Key)), texts.Number(sums.Events),
                texts.Money(sums.OpenAmount, currency), texts.Money(sums.PaidAmount, currency),
                .. !pays ? [] : (RowTable.Cell[])[
                    sums is { OpenAmount: 0, OpenEvents: 0 }
                        ? ""
                        : new RowTable.Cell(ledger.Remit, PreviewRemittance.HrefOf(caregiver.Key, month))],
            ];
        }
        var all = same.GroupBy(row => row.CaregiverId!.Value).ToList();
        return new RowTable.Seen(
            all.Count > RowsMax ? texts.Filled(ledger.OnlyFirstFormat, RowsMax) : texts.Month(month),
            [
                ledger.Caregiver, new(ledger.Events, IsNumber: true), new(ledger.Open, IsNumber: true),
                new(ledger.Paid, IsNumber: true), .. pays ? [ledger.Remit] : (RowTable.Column[])[],
            ],
            [.. all.OrderBy(caregiver => caregiver.First().CaregiverName, StringComparer.Ordinal).Take(RowsMax)
                .Select(RowOf)]);
    }
}
