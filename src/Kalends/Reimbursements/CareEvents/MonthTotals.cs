using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>The sums of every month, changed in the transaction of each change. No other code writes them.</summary>
/// <remarks>
/// A reversal counts as minus one event. SQLite adds to the total at once. PostgreSQL appends the difference,
/// <see cref="FoldTotals"/> adds it later, and <c>month_totals_now</c> shows both together.
/// </remarks>
static class MonthTotals
{
    /// <summary>Adds a new care event.</summary>
    public static ValueTask Add(Session session, CareEvent one) => Change(session, one, 1);

    /// <summary>Removes an open care event that was deleted.</summary>
    public static ValueTask Remove(Session session, CareEvent one) => Change(session, one, -1);

    /// <summary>Moves the care events of a new remittance from open to reimbursed.</summary>
    public static ValueTask Reimburse(Session session, long remittanceId) =>
        session.Enqueue(MoveLines, ("remittance", remittanceId), ("sign", 1L));

    /// <summary>Moves the care events of a reversed remittance from reimbursed back to open.</summary>
    public static ValueTask TakeBack(Session session, long remittanceId) =>
        session.Enqueue(MoveLines, ("remittance", remittanceId), ("sign", -1L));

    static ValueTask Change(Session session, CareEvent one, long sign) => session.Enqueue(AddOpen,
        ("caregiver", one.CaregiverId), ("organisation", one.OrganisationId ?? 0), ("service", one.ServiceMonth),
        ("booking", one.BookingMonth), ("type", one.EventTypeId), ("currency", one.Currency),
        ("events", sign * one.Count), ("amount", sign * one.Amount));

    const string Sums = "open_events, open_amount, reimbursed_events, reimbursed_amount";

    const string Summed =
        "SUM(open_events), SUM(open_amount), SUM(reimbursed_events), SUM(reimbursed_amount)";

    const string Key = "caregiver_id, service_month, booking_month, event_type_id, currency, organisation_id";

    const string MonthKey = "caregiver_id, service_month, currency, organisation_id";

    /// <summary>Adds the differences that a statement yields, one row for each key.</summary>
    static Sql Append(string differences) => new(
        sqlite: $"INSERT INTO month_totals ({Key}, {Sums})\n{differences}\n{AddTo("month_totals", Key)}",
        postgres: $"INSERT INTO month_total_deltas ({Key}, {Sums})\n{differences}");

    static string AddTo(string table, string key) => $"""
        ON CONFLICT ({key}) DO UPDATE
        SET open_events = {table}.open_events + excluded.open_events,
            open_amount = {table}.open_amount + excluded.open_amount,
            reimbursed_events = {table}.reimbursed_events + excluded.reimbursed_events,
            reimbursed_amount = {table}.reimbursed_amount + excluded.reimbursed_amount
        """;

    static readonly Sql AddOpen = Append(
        "VALUES (@caregiver, @service, @booking, @type, @currency, @organisation, @events, @amount, 0, 0)");

    static readonly Sql MoveLines = Append("""
        SELECT e.caregiver_id, e.service_month, e.booking_month, e.event_type_id, e.currency,
               COALESCE(e.organisation_id, 0),
               -SUM(CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END) * CAST(@sign AS BIGINT),
               -SUM(e.amount) * CAST(@sign AS BIGINT),
               SUM(CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END) * CAST(@sign AS BIGINT),
               SUM(e.amount) * CAST(@sign AS BIGINT)
        FROM remittance_lines l
        JOIN care_events e ON e.id = l.care_event_id
        WHERE l.remittance_id = @remittance
        GROUP BY e.caregiver_id, e.service_month, e.booking_month, e.event_type_id, e.currency,
                 COALESCE(e.organisation_id, 0)
        """);

    public const int FoldedAtOnce = 20_000;

    /// <summary>The differences after which is noted that all before are folded; readers pass over fewer.</summary>
    const int NotedAfter = 500;

    const string Now = "pg_current_snapshot()";

    const string Upper = $"CAST(CAST(pg_snapshot_xmax({Now}) AS TEXT) AS BIGINT)";

    /// <summary>
    /// Adds the appended differences to the totals in one statement, so that every reader sees each difference exactly
    /// once. It returns the number of differences. If it takes all that it sees, its own snapshot says what is folded.
    /// </summary>
    public static readonly Sql Fold = new(
        sqlite: "SELECT 0 AS n",
        postgres: $"""
            WITH unfolded AS MATERIALIZED (
                SELECT id FROM month_totals_unfolded() LIMIT {FoldedAtOnce}
            ), taken AS (
                DELETE FROM month_total_deltas
                USING unfolded
                WHERE month_total_deltas.id = unfolded.id
                RETURNING {Key}, {Sums}
            ), noted AS (
                INSERT INTO month_totals_folded (id, below, running, newest_id)
                SELECT 1, {Upper}, ARRAY(SELECT CAST(CAST(one AS TEXT) AS BIGINT) FROM pg_snapshot_xip({Now}) one),
                       unfolded.newest
                FROM (SELECT COUNT(*) AS rows, MAX(id) AS newest FROM unfolded) AS unfolded
                LEFT JOIN month_totals_folded f ON f.below <= {Upper}
                WHERE unfolded.rows < {FoldedAtOnce}
                  AND unfolded.newest >= COALESCE(f.newest_id + {NotedAfter}, 0)
                ON CONFLICT (id) DO UPDATE
                SET below = excluded.below, running = excluded.running, newest_id = excluded.newest_id
            ), folded AS (
                INSERT INTO month_totals ({Key}, {Sums})
                SELECT {Key}, {Summed}
                FROM taken
                GROUP BY {Key}
                ORDER BY {Key}
                {AddTo("month_totals", Key)}
            ), months AS (
                INSERT INTO caregiver_months ({MonthKey}, {Sums})
                SELECT {MonthKey}, {Summed}
                FROM taken
                GROUP BY {MonthKey}
                ORDER BY {MonthKey}
                {AddTo("caregiver_months", MonthKey)}
            )
            SELECT COUNT(*) AS n FROM taken
            """);

    /// <summary>Empties what only PostgreSQL notes, for a copy.</summary>
    public static readonly Sql ForgetFolded = new(
        sqlite: "SELECT 0 AS n",
        postgres: "DELETE FROM month_totals_folded");
}
