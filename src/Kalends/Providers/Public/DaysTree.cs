using System.Numerics;

namespace Kalends.Providers.Public;

/// <summary>
/// A tree of all days, in which each range of days hangs at one of its days, so that the ranges that contain some days
/// are found by seeks (Kriegel, Pötke, Seidl: Managing Intervals Efficiently in Object-Relational Databases, 2000).
/// </summary>
/// <remarks>
/// Days are numbered from 1. A range hangs at the day that the highest power of two divides, of which every range has
/// exactly one. Ranges that contain given days hang at one of at most 44 nodes, which follow from these days alone.
/// </remarks>
static class DaysTree
{
    // The number of the first day of 1970, and the levels of a tree of all days until the year 9999.
    const long Shift = 719_163;
    const int Levels = 22;

    /// <summary>The node at which a range hangs.</summary>
    public static long NodeOf(DateRange range) => Node(range.FirstDay() + Shift, range.LastDay() + Shift);

    /// <summary>The nodes of ranges that contain some days.</summary>
    /// <param name="Before">Those before the days: of these ranges, only the end decides.</param>
    /// <param name="Within">The one among the days: both ends decide.</param>
    /// <param name="Behind">Those behind the days: only the start decides.</param>
    public sealed record Nodes(IReadOnlyList<long> Before, long Within, IReadOnlyList<long> Behind);

    public static Nodes Around(DateRange days)
    {
        var (first, last) = (days.FirstDay() + Shift, days.LastDay() + Shift);
        var steps = Enumerable.Range(0, Levels + 1).Select(level => 1L << level).ToList();
        return new Nodes(
            [.. steps.Select(step => last / step * step).Where(node => node > 0 && node < first).Distinct()],
            Node(first, last),
            [.. steps.Select(step => (first + step - 1) / step * step).Where(node => node > last).Distinct()]);
    }

    // All numbers of the range agree above the highest bit in which its last number and the one before it differ.
    static long Node(long first, long last)
    {
        var level = BitOperations.Log2((ulong)((first - 1) ^ last));
        return last >> level << level;
    }
}
