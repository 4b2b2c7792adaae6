using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>What the ledger holds about caregivers, and about the visits of clients.</summary>
static class ReimbursementsPersonalData
{
    public static readonly PersonalData All = new(
        new("care_events", new Sql("""
            SELECT id, organisation_id, event_type_id, amount, currency, starts_at, source, source_key, reservation_id,
                   reverses_id, reason, created_at
            FROM care_events
            WHERE caregiver_id = @provider
            ORDER BY starts_at, id
            """)),
        new("billed_visits", new Sql("""
            SELECT c.id, c.event_type_id, c.amount, c.currency, c.starts_at, c.reservation_id, c.reverses_id
            FROM public_reservations r
            JOIN care_events c ON c.reservation_id = r.id
            WHERE r.client_id = @client
            ORDER BY c.id
            """)));
}
