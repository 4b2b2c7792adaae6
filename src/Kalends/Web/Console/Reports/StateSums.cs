using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;

namespace Kalends.Web.Console.Reports;

/// <summary>The sums of a group in one currency: what is open and what is paid.</summary>
sealed record StateSums(long OpenEvents, long OpenAmount, long PaidEvents, long PaidAmount)
{
    public long Events => OpenEvents + PaidEvents;

    public long Amount => OpenAmount + PaidAmount;

    /// <summary>The sums of rows of one currency.</summary>
    public static StateSums Of(IEnumerable<ReportRow> rows) => rows.Aggregate(
        new StateSums(0, 0, 0, 0),
        (sums, row) => row.State == CareEventState.Open
            ? sums with { OpenEvents = sums.OpenEvents + row.Events, OpenAmount = sums.OpenAmount + row.Amount }
            : sums with { PaidEvents = sums.PaidEvents + row.Events, PaidAmount = sums.PaidAmount + row.Amount });
}
