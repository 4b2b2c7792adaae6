using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>Adds up the ledger from its rows and compares every stored total with it, all at one moment.</summary>
static class VerifyTotals
{
    const int ShownMax = 100;

    /// <summary>The result of the comparison.</summary>
    /// <param name="Drift">
    /// The number of totals that differ from the sum of the rows; any number but 0 is an error.
    /// </param>
    /// <param name="Checked">The numbers of rows that were compared.</param>
    /// <param name="GeneratedAt">The time of the comparison.</param>
    /// <param name="Differences">The first hundred totals that differ.</param>
    public sealed record Verification(
        long Drift, Counts Checked, Instant GeneratedAt, IReadOnlyList<Difference> Differences);

    /// <summary>The numbers of rows that were compared.</summary>
    /// <param name="CareEvents">The number of care events, reversals included.</param>
    /// <param name="MonthTotals">
    /// The number of totals by caregiver, organisation, both months, type and currency.
    /// </param>
    /// <param name="CaregiverMonths">
    /// The number of totals by caregiver, organisation, service month and currency.
    /// </param>
    public sealed record Counts(long CareEvents, long MonthTotals, long CaregiverMonths);

    /// <summary>A wrong total and its error: the stored total minus the sum of the rows.</summary>
    /// <param name="Table">The table that stores the total.</param>
    /// <param name="CaregiverId">The caregiver of the total.</param>
    /// <param name="OrganisationId">The organisation of the total, if the care was registered in one.</param>
    /// <param name="ServiceMonth">The month of the care.</param>
    /// <param name="BookingMonth">The month of the registration, if the table has totals by it.</param>
    /// <param name="EventTypeId">The event type, if the table has totals by it.</param>
    /// <param name="Currency">The currency of the total.</param>
    /// <param name="OpenEvents">The surplus of open care events.</param>
    /// <param name="OpenAmount">The surplus of their amount.</param>
    /// <param name="ReimbursedEvents">The surplus of reimbursed care events.</param>
    /// <param name="ReimbursedAmount">The surplus of their amount.</param>
    public sealed record Difference(
        string Table, long CaregiverId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? OrganisationId,
        YearMonth ServiceMonth,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] YearMonth? BookingMonth,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? EventTypeId,
        string Currency, long OpenEvents, long OpenAmount, long ReimbursedEvents, long ReimbursedAmount);

    public static Task<Verification> Run(NoInput input, Call call) => call.ReadAtLength(async session =>
    {
        var (drift, shown) = (0L, new List<Difference>());
        await Compare(session, difference =>
        {
            if (++drift <= ShownMax)
                shown.Add(difference);
        });
        var counts = await session.One(CountRows, row => new Counts(
            row.Long("care_events"), row.Long("month_totals"), row.Long("caregiver_months")));
        return new Verification(drift, counts!, call.Now, shown);
    });

    /// <summary>Tells of each stored total that differs from the sum of the rows.</summary>
    public static async Task Compare(Session session, Action<Difference> tell)
    {
        ValueTask Tell(Difference difference)
        {
            tell(difference);
            return ValueTask.CompletedTask;
        }

        await session.Each(CompareTotals, row => Tell(Read("month_totals", row) with
        {
            BookingMonth = row.Month("booking_month"),
            EventTypeId = row.Long("event_type_id"),
        }));
        await session.Each(CompareMonths, row => Tell(Read("caregiver_months", row)));
    }

    static Difference Read(string table, Row row) => new(
        table, row.Long("caregiver_id"), row.Long("organisation_id") is > 0 and var organisation ? organisation : null,
        row.Month("service_month"), null, null, row.Text("currency"), row.Long("open_events"), row.Long("open_amount"),
        row.Long("reimbursed_events"), row.Long("reimbursed_amount"));

    /// <summary>The totals minus the rows; a difference of nothing has no row.</summary>
    static Sql Comparison(string totals, string key) => new($"""
        SELECT {key}, organisation_id,
               CAST(SUM(open_events) AS BIGINT) AS open_events,
               CAST(SUM(open_amount) AS BIGINT) AS open_amount,
               CAST(SUM(reimbursed_events) AS BIGINT) AS reimbursed_events,
               CAST(SUM(reimbursed_amount) AS BIGINT) AS reimbursed_amount
        FROM (
            SELECT {key}, organisation_id, open_events, open_amount, reimbursed_events, reimbursed_amount
            FROM {totals}
            UNION ALL
            SELECT {key}, COALESCE(organisation_id, 0),
                   CASE WHEN live.care_event_id IS NOT NULL THEN 0 WHEN e.reverses_id IS NULL THEN -1 ELSE 1 END,
                   CASE WHEN live.care_event_id IS NULL THEN -e.amount ELSE 0 END,
                   CASE WHEN live.care_event_id IS NULL THEN 0 WHEN e.reverses_id IS NULL THEN -1 ELSE 1 END,
                   CASE WHEN live.care_event_id IS NULL THEN 0 ELSE -e.amount END
            FROM care_events e
            {CareEvent.LiveLine}
        ) AS both_sides
        GROUP BY {key}, organisation_id
        HAVING SUM(open_events) <> 0 OR SUM(open_amount) <> 0
            OR SUM(reimbursed_events) <> 0 OR SUM(reimbursed_amount) <> 0
        ORDER BY {key}, organisation_id
        """);

    static readonly Sql CompareTotals = Comparison(
        "month_totals_now", "caregiver_id, service_month, booking_month, event_type_id, currency");

    static readonly Sql CompareMonths = Comparison("caregiver_months_now", "caregiver_id, service_month, currency");

    static readonly Sql CountRows = new("""
        SELECT (SELECT COUNT(*) FROM care_events) AS care_events,
               (SELECT COUNT(*) FROM month_totals) AS month_totals,
               (SELECT COUNT(*) FROM caregiver_months) AS caregiver_months
        """);
}
