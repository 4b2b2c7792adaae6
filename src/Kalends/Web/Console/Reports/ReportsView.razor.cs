using Kalends.Web.Charts;

namespace Kalends.Web.Console.Reports;

/// <summary>The reports of a period, one currency after the other.</summary>
partial class ReportsView
{
    /// <param name="Filter">The form that chooses the period and what is in it.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="Parts">The currencies.</param>
    /// <param name="IfEmpty">What is said if there are none.</param>
    public sealed record Seen(FilterForm.Seen Filter, string? Why, IReadOnlyList<Part> Parts, string? IfEmpty);

    /// <param name="Currency">The currency.</param>
    /// <param name="Charts">The charts of its months.</param>
    /// <param name="Months">The figures of these charts.</param>
    /// <param name="MonthsFile">The address of the same as a file.</param>
    /// <param name="SplitChart">The months, split.</param>
    /// <param name="Split">The sums of the period, split.</param>
    /// <param name="SplitFile">The address of the months, split, as a file.</param>
    public sealed record Part(
        string Currency, IReadOnlyList<ChartView.Seen> Charts, RowTable.Seen Months, string MonthsFile,
        ChartView.Seen SplitChart, RowTable.Seen Split, string SplitFile);
}
