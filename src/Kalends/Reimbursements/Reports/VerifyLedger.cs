using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Reports;

/// <summary>What always holds of the ledger: its totals, its amounts, and the sums of remittances.</summary>
static class VerifyLedger
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("month_totals", "The totals of a month are what its care events add up to.", (session, drift) =>
            VerifyTotals.Compare(session, difference => drift.Add(
                $"{difference.Table}, caregiver {difference.CaregiverId}, {difference.ServiceMonth.Written()}, " +
                    difference.Currency,
                "no difference",
                $"{difference.OpenEvents} open events of {difference.OpenAmount} and {difference.ReimbursedEvents} " +
                    $"reimbursed ones of {difference.ReimbursedAmount} more than there are"))),
        new("care_events.amount", "An event has its tariff's amount; a reversal, minus its event's.", new Sql("""
            SELECT 'care event ' || CAST(e.id AS TEXT) AS subject,
                   CAST(COALESCE(-r.amount, t.amount) AS TEXT) || ' ' || COALESCE(r.currency, y.currency) AS expected,
                   CAST(e.amount AS TEXT) || ' ' || e.currency AS found
            FROM care_events e
            JOIN event_types y ON y.id = e.event_type_id
            LEFT JOIN tariffs t ON t.id = e.tariff_id
            LEFT JOIN care_events r ON r.id = e.reverses_id
            WHERE COALESCE(-r.amount, t.amount, e.amount + 1) <> e.amount
                OR COALESCE(r.currency, y.currency) <> e.currency
            """)),
        new("remittances", "A remittance counts its lines, and has their sum.", new Sql("""
            SELECT 'remittance ' || CAST(m.id AS TEXT) AS subject,
                   CAST(s.events AS TEXT) || ' of ' || CAST(s.amount AS TEXT) AS expected,
                   CAST(m.events AS TEXT) || ' of ' || CAST(m.amount AS TEXT) AS found
            FROM (
                SELECT l.remittance_id, COUNT(*) AS events, CAST(SUM(e.amount) AS BIGINT) AS amount
                FROM remittance_lines l
                JOIN care_events e ON e.id = l.care_event_id
                GROUP BY l.remittance_id) AS s
            JOIN remittances m ON m.id = s.remittance_id
            WHERE m.events <> s.events OR m.amount <> s.amount
            """)),
    ];
}
