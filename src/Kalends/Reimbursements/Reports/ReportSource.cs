using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>The source of a report: the coarsest totals that can answer it, and the rows for parts of months.</summary>
/// <param name="Basis">The month that care events are placed in.</param>
/// <param name="Types">Whether the report separates types, even if only to leave some out.</param>
/// <param name="Finest">
/// Whether the groups are as fine as the totals; the totals are then read in the order of an index, without grouping.
/// </param>
/// <param name="Scope">The limits on whose care the report is about.</param>
/// <param name="Edges">Whether the report reads parts of months.</param>
readonly record struct ReportSource(ReportBasis Basis, bool Types, bool Finest, ReportScope Scope, bool Edges)
{
    static readonly bool[] Either = [false, true];

    // Each access path has its own statement, so that each can use an index; a condition under OR would prevent it.
    static readonly Dictionary<ReportSource, Sql> Statements = (
        from basis in Enum.GetValues<ReportBasis>()
        from types in Either
        from finest in Either
        from scope in ReportScope.All
        from edges in Either
        where basis == ReportBasis.Service || !edges
        select new ReportSource(basis, types, finest, scope, edges)).ToDictionary(one => one, one => one.Write());

    /// <summary>Yields the sums in their order; one group may have several rows, one after the other.</summary>
    public Sql Statement => Statements[this];

    /// <summary>Whether sums by caregiver, service month and currency are enough.</summary>
    public bool IsCoarse => Basis == ReportBasis.Service && !Types;

    string Month => Basis == ReportBasis.Booking ? "booking_month" : "service_month";

    const string Sums = "open_events, open_amount, reimbursed_events, reimbursed_amount";

    Sql Write() => new(Finest ? Ordered : Grouped);

    string Ordered => $"""
        SELECT month, caregiver_id, event_type_id, currency, {Sums}
        FROM (
            {Pieces}
        ) AS pieces
        ORDER BY month, caregiver_id, {(IsCoarse ? "" : "event_type_id, ")}currency
        """;

    string Grouped => $"""
        SELECT CASE WHEN @by_month THEN month END AS month,
               CASE WHEN @by_caregiver THEN caregiver_id ELSE 0 END AS caregiver_id,
               CASE WHEN @by_type THEN event_type_id ELSE 0 END AS event_type_id,
               currency,
               CAST(SUM(open_events) AS BIGINT) AS open_events,
               CAST(SUM(open_amount) AS BIGINT) AS open_amount,
               CAST(SUM(reimbursed_events) AS BIGINT) AS reimbursed_events,
               CAST(SUM(reimbursed_amount) AS BIGINT) AS reimbursed_amount
        FROM (
            {Pieces}
        ) AS pieces
        GROUP BY 1, 2, 3, 4
        ORDER BY 1, 2, 3, 4
        """;

    string Pieces => Edges
        ? $"{Totals}\nUNION ALL\n{EdgeOf("head")}\nUNION ALL\n{EdgeOf("tail")}"
        : Totals;

    string Totals => $"""
        SELECT {Month} AS month, caregiver_id, {(IsCoarse ? "0" : "event_type_id")} AS event_type_id, currency, {Sums}
        FROM {(IsCoarse ? "caregiver_months_now" : "month_totals_now")} s
        WHERE {Month} >= @first AND {Month} < @end {Wanted("s")}
        """;

    string EdgeOf(string edge) => $"""
        SELECT e.service_month, e.caregiver_id, {(IsCoarse ? "0" : "e.event_type_id")}, e.currency,
               CASE WHEN live.care_event_id IS NOT NULL THEN 0 WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END,
               CASE WHEN live.care_event_id IS NULL THEN e.amount ELSE 0 END,
               CASE WHEN live.care_event_id IS NULL THEN 0 WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END,
               CASE WHEN live.care_event_id IS NULL THEN 0 ELSE e.amount END
        FROM care_events e
        {CareEvent.LiveLine}
        WHERE e.service_month = @{edge} AND e.starts_at >= @{edge}_from AND e.starts_at < @{edge}_to {Wanted("e")}
        """;

    string Wanted(string rows) =>
        Scope.Condition(rows)
        + (Types ? $"AND (@all_types OR {rows}.event_type_id {{list types}}) " : "")
        + $"AND COALESCE({rows}.currency = CAST(@currency AS TEXT), TRUE)";
}
