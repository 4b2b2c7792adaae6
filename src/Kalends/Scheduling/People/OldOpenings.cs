using Kalends.Platform.Retention;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.People;

/// <summary>
/// Openings that are over and older than they are kept, and in which no reservation is any more. Their ids, and so
/// those of their slots, are never given again.
/// </summary>
static class OldOpenings
{
    public static readonly Retained All = new("openings", settings => settings.OpeningDays, new Sql("""
        SELECT o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.created_at, o.removed_at, o.type,
               o.time_zone, o.local_start, o.services_only, o.removed_for_good
        FROM openings o
        WHERE o.ends_at < @before AND NOT EXISTS (SELECT 1 FROM reservations r WHERE r.opening_id = o.id)
        ORDER BY o.ends_at, o.id
        LIMIT @most
        """), Remove)
    {
        Parts =
        [
            ("opening_services", new Sql("""
                SELECT opening_id, service_id
                FROM opening_services
                WHERE opening_id {list ids}
                ORDER BY opening_id, service_id
                """)),
        ],
    };

    static Task Remove(Session session, IReadOnlyList<RemovedRow> removed) =>
        CalendarRemoval.Run(session, removed, DeleteServices, DeleteFree, Delete);

    static readonly Sql DeleteServices = new("DELETE FROM opening_services WHERE opening_id {list ids}");

    static readonly Sql DeleteFree = new("DELETE FROM free_openings WHERE id {list ids}");

    static readonly Sql Delete = new("DELETE FROM openings WHERE id {list ids}");
}
