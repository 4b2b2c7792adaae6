using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>The sums of both states of one group.</summary>
readonly record struct ReportSum(
    YearMonth? Month, long CaregiverId, long EventTypeId, string Currency, long OpenEvents, long OpenAmount,
    long ReimbursedEvents, long ReimbursedAmount)
{
    /// <summary>Reads a sum by the positions of its columns, since a report has a hundred thousand.</summary>
    public static ReportSum Read(Row row) => new(
        row.MonthOrNull(0), row.Long(1), row.Long(2), row.Text(3), row.Long(4), row.Long(5), row.Long(6),
        row.Long(7));

    public bool IsOfGroup(in ReportSum other) => Month == other.Month && CaregiverId == other.CaregiverId
        && EventTypeId == other.EventTypeId && Currency == other.Currency;

    public ReportSum Plus(in ReportSum other) => this with
    {
        OpenEvents = OpenEvents + other.OpenEvents,
        OpenAmount = OpenAmount + other.OpenAmount,
        ReimbursedEvents = ReimbursedEvents + other.ReimbursedEvents,
        ReimbursedAmount = ReimbursedAmount + other.ReimbursedAmount,
    };
}

/// <summary>Makes rows from sums in order: adds up the sums of one group, and separates the states.</summary>
sealed class ReportRows(
    ReportQuestion question, Dictionary<long, string> caregivers, Dictionary<long, string> types,
    Func<ReportRow, ValueTask> take)
{
    readonly bool _byMonth = question.By(ReportGroup.Month);
    readonly bool _byCaregiver = question.By(ReportGroup.Caregiver);
    readonly bool _byType = question.By(ReportGroup.Type);
    ReportSum? _gathered;

    public async ValueTask Add(ReportSum sum)
    {
        if (_gathered is { } gathered && gathered.IsOfGroup(sum))
        {
            _gathered = gathered.Plus(sum);
            return;
        }
        await End();
        _gathered = sum;
    }

    /// <summary>Passes on the gathered sums; a state with no events and no amount has no row.</summary>
    public async ValueTask End()
    {
        if (_gathered is not { } sum)
            return;
        if (question.State != CareEventState.Reimbursed && (sum.OpenEvents != 0 || sum.OpenAmount != 0))
            await take(Row(sum, CareEventState.Open, sum.OpenEvents, sum.OpenAmount));
        if (question.State != CareEventState.Open && (sum.ReimbursedEvents != 0 || sum.ReimbursedAmount != 0))
            await take(Row(sum, CareEventState.Reimbursed, sum.ReimbursedEvents, sum.ReimbursedAmount));
    }

    // A caregiver who is no longer in the directory has no name, and still has sums.
    ReportRow Row(in ReportSum sum, CareEventState state, long events, long amount) => new(
        _byMonth ? sum.Month : null,
        _byCaregiver ? sum.CaregiverId : null, _byCaregiver ? caregivers.GetValueOrDefault(sum.CaregiverId, "") : null,
        _byType ? sum.EventTypeId : null, _byType ? types.GetValueOrDefault(sum.EventTypeId, "") : null,
        state, sum.Currency, events, amount);
}
