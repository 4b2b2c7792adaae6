using Kalends.Platform.Retention;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.People;

/// <summary>
/// Reservations that are over and older than they are kept. That a client has been with a provider stays known, since
/// reviews are verified by it.
/// </summary>
static class OldReservations
{
    public static readonly Retained All = new(
        "reservations", settings => settings.ReservationDays, new Sql("""
            SELECT r.id, r.opening_id, r.slot_index, r.provider_id, r.client_id, r.organisation_id, r.starts_at,
                   r.ends_at, r.busy_from, r.busy_to, r.state, r.expires_at, r.created_at, r.confirmed_at, r.ended_at,
                   r.cancel_reason, r.cancel_code, r.late, r.service_id, r.arrived_at, r.extended_at, r.sequence,
                   r.version, a.answers
            FROM reservations r
            LEFT JOIN reservation_answers a ON a.reservation_id = r.id
            WHERE r.starts_at < @before AND r.ends_at < @before AND r.state NOT IN ('held', 'confirmed')
            ORDER BY r.starts_at, r.id
            LIMIT @most
            """),
        Remove)
    {
        Parts =
        [
            ("reservation_moves", new Sql("""
                SELECT reservation_id, sequence, opening_id, slot_index, provider_id, starts_at, ends_at, moved_at,
                       moved_by
                FROM reservation_moves
                WHERE reservation_id {list ids}
                ORDER BY reservation_id, sequence
                """)),
        ],
    };

    static Task Remove(Session session, IReadOnlyList<RemovedRow> removed) =>
        CalendarRemoval.Run(session, removed, KeepVisits, DeleteAnswers, DeleteMoves, Delete);

    static readonly Sql KeepVisits = new("""
        INSERT INTO past_visits (client_id, provider_id)
        SELECT DISTINCT client_id, provider_id
        FROM reservations
        WHERE id {list ids} AND state = 'completed'
        ORDER BY client_id, provider_id
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql DeleteAnswers = new("DELETE FROM reservation_answers WHERE reservation_id {list ids}");

    static readonly Sql DeleteMoves = new("DELETE FROM reservation_moves WHERE reservation_id {list ids}");

    static readonly Sql Delete = new("DELETE FROM reservations WHERE id {list ids}");
}
