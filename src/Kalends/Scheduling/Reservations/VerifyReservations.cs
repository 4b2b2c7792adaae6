using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Reservations;

/// <summary>What always holds of reservations: their places, their moves, and that live ones keep apart.</summary>
static class VerifyReservations
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("reservations.overlaps", "Live reservations of a provider keep apart, buffers included.", new Sql($"""
            SELECT 'reservation ' || CAST(b.id AS TEXT) AS subject, NULL AS expected,
                   'overlaps reservation ' || CAST(a.id AS TEXT) AS found
            FROM reservations a
            JOIN reservations b ON b.provider_id = a.provider_id AND b.id > a.id
                AND b.state IN ('held', 'confirmed')
                AND b.busy_to > a.busy_from AND b.busy_from < a.busy_to
                AND b.busy_to < a.busy_to + {Reservation.BusyMax.Micros}
            WHERE a.state IN ('held', 'confirmed')
            """)),
        new("reservations.slot_index", "A reservation starts with its slot.", new Sql("""
            SELECT 'reservation ' || CAST(r.id AS TEXT) AS subject,
                   CAST(o.starts_at + r.slot_index * o.slot_micros AS TEXT) || ' of provider ' ||
                       CAST(o.provider_id AS TEXT) AS expected,
                   CAST(r.starts_at AS TEXT) || ' of provider ' || CAST(r.provider_id AS TEXT) AS found
            FROM reservations r
            JOIN openings o ON o.id = r.opening_id
            WHERE r.starts_at <> o.starts_at + r.slot_index * o.slot_micros OR r.provider_id <> o.provider_id
            """)),
        new("reservations.sequence", "A reservation counts its moves.", new Sql("""
            SELECT 'reservation ' || CAST(r.id AS TEXT) AS subject,
                   CAST((SELECT COUNT(*) FROM reservation_moves m WHERE m.reservation_id = r.id) AS TEXT) AS expected,
                   CAST(r.sequence AS TEXT) AS found
            FROM reservations r
            WHERE r.sequence <> (SELECT COUNT(*) FROM reservation_moves m WHERE m.reservation_id = r.id)
            """)),
    ];
}
