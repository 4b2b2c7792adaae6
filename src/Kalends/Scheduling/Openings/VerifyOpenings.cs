using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Openings;

/// <summary>What always holds of openings: that live ones keep apart, and what is known of their free time.</summary>
static class VerifyOpenings
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("openings.overlaps", "Live openings of a provider do not overlap.", new Sql($"""
            SELECT 'opening ' || CAST(b.id AS TEXT) AS subject, NULL AS expected,
                   'overlaps opening ' || CAST(a.id AS TEXT) AS found
            FROM openings a
            JOIN openings b ON b.provider_id = a.provider_id AND b.id > a.id AND b.removed_at IS NULL
                AND b.ends_at > a.starts_at AND b.starts_at < a.ends_at
                AND b.ends_at < a.ends_at + {Opening.LengthMax.Micros}
            WHERE a.removed_at IS NULL
            """)),
        new("free_openings", "The free time of a live opening is what no confirmed reservation takes.", new Sql("""
            SELECT 'opening ' || CAST(w.id AS TEXT) AS subject, w.facts AS expected, f.facts AS found
            FROM (
                SELECT o.id, CAST(o.provider_id AS TEXT) || ' ' || CAST(o.starts_at AS TEXT) || ' ' ||
                       CAST(o.ends_at AS TEXT) || ' ' || CAST(o.slot_micros AS TEXT) || ' ' ||
                       CASE WHEN o.type IS NULL THEN '0' ELSE '1' END || ' ' || CAST(o.services_only AS TEXT) || ' ' ||
                       CAST(o.ends_at - o.starts_at - COALESCE((
                           SELECT SUM(CASE WHEN r.ends_at < o.ends_at THEN r.ends_at ELSE o.ends_at END - r.starts_at)
                           FROM reservations r
                           WHERE r.provider_id = o.provider_id AND r.state = 'confirmed' AND r.opening_id = o.id
                             AND r.starts_at >= o.starts_at AND r.starts_at < o.ends_at), 0) AS TEXT) AS facts
                FROM openings o
                WHERE o.removed_at IS NULL) AS w
            LEFT JOIN (
                SELECT id, CAST(provider_id AS TEXT) || ' ' || CAST(starts_at AS TEXT) || ' ' ||
                       CAST(ends_at AS TEXT) || ' ' || CAST(slot_micros AS TEXT) || ' ' || CAST(typed AS TEXT) || ' ' ||
                       CAST(services_only AS TEXT) || ' ' || CAST(free_micros AS TEXT) AS facts
                FROM free_openings) AS f ON f.id = w.id
            WHERE f.facts IS NULL OR f.facts <> w.facts
            """)),
        new("free_openings.removed", "A removed opening has no free time.", new Sql("""
            SELECT 'opening ' || CAST(f.id AS TEXT) AS subject, NULL AS expected,
                   CAST(f.free_micros AS TEXT) AS found
            FROM free_openings f
            LEFT JOIN openings o ON o.id = f.id AND o.removed_at IS NULL
            WHERE o.id IS NULL
            """)),
    ];
}
