using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>What always holds of external calendars.</summary>
static class VerifyBusyTimes
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("external_busy", "The busy times of an external calendar keep apart, and are its provider's.", new Sql("""
            SELECT 'calendar ' || CAST(b.calendar_id AS TEXT) || ' at ' || CAST(b.starts_at AS TEXT) AS subject,
                   'provider ' || CAST(c.provider_id AS TEXT) AS expected,
                   'provider ' || CAST(b.provider_id AS TEXT) AS found
            FROM external_busy b
            JOIN external_calendars c ON c.id = b.calendar_id
            WHERE b.provider_id <> c.provider_id OR EXISTS (
                SELECT 1
                FROM external_busy o
                WHERE o.calendar_id = b.calendar_id AND o.starts_at > b.starts_at AND o.starts_at < b.ends_at)
            """)),
    ];
}
