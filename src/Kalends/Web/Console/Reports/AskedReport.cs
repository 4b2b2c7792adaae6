using Kalends.Platform.Calls;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Console.Ledger;

namespace Kalends.Web.Console.Reports;

/// <summary>By what the months of a report are split.</summary>
enum ReportSplit
{
    Caregiver,
    Type,
}

/// <summary>A report that somebody looks at: a period of whole months, which ends with this month by default.</summary>
sealed record AskedReport(
    YearMonth First, YearMonth Last, ReportBasis Basis, ReportSplit Split, long? CaregiverId, long? EventTypeId)
{
    /// <summary>The longest period, since a chart of more months cannot be read.</summary>
    public const int MonthsMax = 36;

    const int YearBefore = -12;

    public IReadOnlyList<YearMonth> Months => field ??= MonthsFrom(First, Last);

    public ReportGroup Group => Split == ReportSplit.Type ? ReportGroup.Type : ReportGroup.Caregiver;

    /// <summary>The sums of each month, of the year before too.</summary>
    public ReportReimbursements.Input ByMonth =>
        Over([ReportGroup.Month]) with { FirstMonth = First.PlusMonths(YearBefore) };

    /// <summary>The sums of the whole period by what it is split by.</summary>
    public ReportReimbursements.Input BySplit => Over([Group]);

    /// <summary>The sums of each month of some of these.</summary>
    public ReportReimbursements.Input ByMonthAndSplit(IReadOnlyList<long> ids) => Over([ReportGroup.Month, Group]) with
    {
        CaregiverIds = Split == ReportSplit.Caregiver ? ids : Only(CaregiverId),
        EventTypeIds = Split == ReportSplit.Type ? ids : Only(EventTypeId),
    };

    /// <summary>The file with the figures of a table.</summary>
    public DownloadReport.Input File(params IReadOnlyList<ReportGroup> groups) =>
        new(First, Last, Basis, groups, CaregiverId, EventTypeId);

    public static AskedReport Of(ShowReports.Input input, Call call)
    {
        var last = input.LastMonth ?? input.FirstMonth?.PlusMonths(11)
            ?? Platform.Time.Months.Of(call.Now, CareRows.ZoneOf(call));
        var first = input.FirstMonth ?? last.PlusMonths(-11);
        var months = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        if (months < 1)
            throw Refused.InvalidParameter(
                "last_month", FaultCode.EndBeforeStart, "last_month must not be before first_month.");
        if (months > MonthsMax)
            throw Refused.InvalidParameter(
                "last_month", FaultCode.OutOfRange, $"The period may have {MonthsMax} months at most.");
        return new AskedReport(first, last, input.Basis, input.SplitBy, input.CaregiverId, input.EventTypeId);
    }

    ReportReimbursements.Input Over(IReadOnlyList<ReportGroup> groups) => new(
        FirstMonth: First, LastMonth: Last, Basis: Basis, GroupBy: groups, CaregiverIds: Only(CaregiverId),
        EventTypeIds: Only(EventTypeId));

    static IReadOnlyList<long>? Only(long? id) => id is { } one ? [one] : null;

    static List<YearMonth> MonthsFrom(YearMonth first, YearMonth last)
    {
        var months = new List<YearMonth>();
        for (var month = first; month <= last; month = month.Next)
            months.Add(month);
        return months;
    }
}
