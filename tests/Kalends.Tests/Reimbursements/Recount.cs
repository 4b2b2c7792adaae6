using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Adds the ledger up from its rows, and holds its totals and its remittances against that.</summary>
static class Recount
{
    /// <summary>The sums that do not agree, each as a line of text; none, if all is well.</summary>
    public static async Task<IReadOnlyList<string>> Drift(TestApp app, long? caregiver = null) => await app.Db.Read(
        async session => (IReadOnlyList<string>)
        [
            .. await session.All(
                FindDrift, row => Shown(row, row.Long("booking_month"), row.Long("event_type_id")),
                ("caregiver", caregiver)),
            .. await session.All(FindDriftOfMonths, row => Shown(row), ("caregiver", caregiver)),
            .. await session.All(FindWrongRemittances, row => $"remittance {row.Long("id")}"),
        ],
        CancellationToken.None);

    static string Shown(Row row, params long[] further) => string.Join(' ', (string[])
    [
        row.Text("source"), $"{row.Long("caregiver_id")}", $"in {row.Long("organisation_id")}",
        $"{row.Long("service_month")}", row.Text("currency"),
        .. further.Select(number => $"{number}"), "open", $"{row.Long("open_events")}", $"{row.Long("open_amount")}",
        "reimbursed", $"{row.Long("reimbursed_events")}", $"{row.Long("reimbursed_amount")}",
    ]);

    const string Key = "caregiver_id, organisation_id, service_month, booking_month, event_type_id, currency";

    const string MonthKey = "caregiver_id, organisation_id, service_month, currency";

    static string Totals(string table, string key) => Summed(table, key,
        "open_events", "open_amount", "reimbursed_events", "reimbursed_amount");

    // Counting lines rather than asking whether there is one: a second live line would show.
    static string Rows(string key) => Summed("""
        (SELECT e.caregiver_id, COALESCE(e.organisation_id, 0) AS organisation_id, e.service_month, e.booking_month,
                e.event_type_id, e.currency, e.amount,
                CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END AS sign,
                (SELECT COUNT(*) FROM remittance_lines l WHERE l.care_event_id = e.id AND l.reversed_at IS NULL)
                AS lines
         FROM care_events e) AS each_event
        """, key, "sign * (1 - lines)", "amount * (1 - lines)", "sign * lines", "amount * lines");

    static string Summed(string from, string key, string events, string amount, string paid, string paidAmount) => $"""
        SELECT {key}, CAST(SUM({events}) AS BIGINT) AS open_events, CAST(SUM({amount}) AS BIGINT) AS open_amount,
               CAST(SUM({paid}) AS BIGINT) AS reimbursed_events, CAST(SUM({paidAmount}) AS BIGINT) AS reimbursed_amount
        FROM {from}
        WHERE COALESCE(caregiver_id = CAST(@caregiver AS BIGINT), TRUE)
        GROUP BY {key}
        HAVING SUM({events}) <> 0 OR SUM({amount}) <> 0 OR SUM({paid}) <> 0 OR SUM({paidAmount}) <> 0
        """;

    static Sql Compare(string totals, string rows) => new($"""
        SELECT 'totals' AS source, t.* FROM ({totals} EXCEPT {rows}) AS t
        UNION ALL
        SELECT 'rows' AS source, r.* FROM ({rows} EXCEPT {totals}) AS r
        """);

    static readonly Sql FindDrift = Compare(Totals("month_totals_now", Key), Rows(Key));

    static readonly Sql FindDriftOfMonths = Compare(Totals("caregiver_months_now", MonthKey), Rows(MonthKey));

    // A remittance says what its lines add up to and in which organisation all were given, and its lines stand exactly
    // as long as it does.
    static readonly Sql FindWrongRemittances = new("""
        SELECT m.id
        FROM remittances m
        JOIN remittance_lines l ON l.remittance_id = m.id
        JOIN care_events e ON e.id = l.care_event_id
        GROUP BY m.id, m.events, m.amount, m.currency, m.organisation_id, m.reversed_at
        HAVING COUNT(*) <> m.events OR SUM(e.amount) <> m.amount
            OR COUNT(*) <> SUM(CASE WHEN e.currency = m.currency THEN 1 ELSE 0 END)
            OR COALESCE(m.organisation_id, 0) <> (
                CASE WHEN MIN(COALESCE(e.organisation_id, 0)) = MAX(COALESCE(e.organisation_id, 0))
                THEN MIN(COALESCE(e.organisation_id, 0)) ELSE 0 END)
            OR COUNT(l.reversed_at) <> (CASE WHEN m.reversed_at IS NULL THEN 0 ELSE m.events END)
        """);
}
