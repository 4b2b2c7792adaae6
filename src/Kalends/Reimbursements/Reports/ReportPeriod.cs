
namespace Kalends.Reimbursements.Reports;

/// <summary>A part of a month: its care events that start at or after one time and before another.</summary>
readonly record struct Edge(YearMonth Month, Instant From, Instant To)
{
    public static readonly Edge None;
}

/// <summary>
/// A period as a report reads it: whole months, whose totals are kept, and the parts of months before and after them.
/// </summary>
/// <param name="First">The first whole month.</param>
/// <param name="End">
/// The month after the last whole month; the period has no whole month if this is not after the first.
/// </param>
/// <param name="Head">The part of a month before the whole months.</param>
/// <param name="Tail">The part of a month after the whole months.</param>
/// <remarks>
/// Every care event is in one part at most, by the month that was fixed at its registration. A later change of the time
/// zone counts nothing twice.
/// </remarks>
sealed record ReportPeriod(YearMonth First, YearMonth End, Edge Head, Edge Tail)
{
    static readonly YearMonth Never = new(1, 1);
    static readonly YearMonth Always = new(9999, 12);

    // No care is registered outside these bounds. Near the ends of the calendar, a zone's months have no start or no
    // end.
    static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1, 0, 0);
    static readonly Instant Latest = Instant.FromUtc(9000, 1, 1, 0, 0);

    public bool HasEdges => Head != Edge.None || Tail != Edge.None;

    /// <summary>The period <c>[from, to)</c>, open on a side that is null.</summary>
    public static ReportPeriod Of(Instant? from, Instant? to, DateTimeZone zone)
    {
        var (head, tail) = (Edge.None, Edge.None);
        var (first, end) = (Never, Always);
        if (Within(to) is { } stop)
        {
            end = Months.Of(stop, zone);
            if (end.Start(zone) < stop)
                tail = new Edge(end, end.Around.Start, stop);
        }
        if (Within(from) is { } start)
        {
            first = Months.Of(start, zone);
            if (first.Start(zone) < start)
            {
                head = new Edge(first, start, first.Around.End);
                first = first.Next;
            }
        }

        // Two edges in the same month are one edge.
        return head.Month == tail.Month && tail != Edge.None
            ? new ReportPeriod(first, end, head with { To = tail.To }, Edge.None)
            : new ReportPeriod(first, end, head, tail);
    }

    static Instant? Within(Instant? bound) => bound < Earliest ? Earliest : bound > Latest ? Latest : bound;
}
