using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Hours;

/// <summary>
/// Lists the live reservations ahead of a provider that lie outside the openings that stand now, soonest first.
/// </summary>
static class ListConflicts
{
    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<Page<Reservation>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        return await Query(input.ProviderId, call.Now).Page(session, page);
    });

    public static ListQuery<Reservation> Query(long providerId, Instant now) =>
        new ListQuery<Reservation>(
            ListReservations.ByStart, Reservation.Read, Reservation.Columns("r."), "reservations r",
            ("provider", providerId), ("now", now))
            .Where("r.provider_id = @provider")
            .Where(Reservation.LiveNow("r."))
            .Where("r.starts_at > @now AND r.busy_to > @now")
            .Where($"(NOT {Covered("r.starts_at")} OR {IsCutShort})");

    // Openings do not overlap. A reservation is covered if its start is, and each end of an opening within it.
    static readonly string IsCutShort = $"""
        EXISTS (
            SELECT 1
            FROM openings e
            WHERE e.provider_id = @provider AND e.removed_at IS NULL
              AND e.ends_at > r.starts_at AND e.ends_at < r.ends_at AND {Admits("e")}
              AND NOT {Covered("e.ends_at")})
        """;

    static string Covered(string at) => $"""
        EXISTS (
            SELECT 1
            FROM openings o
            WHERE o.provider_id = @provider AND o.removed_at IS NULL
              AND o.ends_at > {at} AND o.ends_at <= {at} + {(long)Opening.LengthMax.TotalMicroseconds}
              AND o.starts_at <= {at} AND {Admits("o")})
        """;

    static string Admits(string opening) => $"""
        ({opening}.services_only = 0 OR EXISTS (
            SELECT 1
            FROM opening_services a
            WHERE a.opening_id = {opening}.id AND a.service_id = r.service_id))
        """;
}
