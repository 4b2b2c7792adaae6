using Kalends.Reimbursements.Reports;

namespace Kalends.Web.Console.Reports;

/// <summary>The caregivers or kinds of care that have a series of their own in charts; the others share one.</summary>
/// <param name="ByCurrency">The ids and names of each currency, those with the largest sums.</param>
/// <param name="Key">The id by which a row is split.</param>
/// <param name="Name">The name of that.</param>
sealed record SplitSeries(
    IReadOnlyDictionary<string, IReadOnlyList<(long Id, string Name)>> ByCurrency, Func<ReportRow, long> Key,
    Func<ReportRow, string> Name)
{
    /// <summary>The most series with a colour of their own; more cannot be told apart.</summary>
    public const int Max = 6;

    public IReadOnlyList<long> Ids => [.. ByCurrency.Values.SelectMany(one => one).Select(one => one.Id).Distinct()];

    public static SplitSeries Of(IReadOnlyList<ReportRow> groups, AskedReport asked)
    {
        Func<ReportRow, long> key = asked.Split == ReportSplit.Type
            ? row => row.EventTypeId!.Value
            : row => row.CaregiverId!.Value;
        // Whoever is not in the directory any more has a number only.
        string NameOf(ReportRow row) =>
            (asked.Split == ReportSplit.Type ? row.EventTypeName : row.CaregiverName) is { Length: > 0 } name
                ? name
                : $"{key(row)}";
        return new SplitSeries(
            groups.GroupBy(row => row.Currency).ToDictionary(
                same => same.Key,
                IReadOnlyList<(long, string)> (same) => [.. same.GroupBy(key)
                    .OrderByDescending(group => Math.Abs(StateSums.Of(group).Amount)).ThenBy(group => group.Key)
                    .Take(Max).Select(group => (group.Key, NameOf(group.First())))]),
            key, NameOf);
    }
}
