using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ZoneChanges;

/// <summary>
/// Lists the openings of working hours and the live reservations in them whose local time the present time zone data
/// moves, in the order of the openings.
/// </summary>
static class ListZoneChanges
{
    public static Task<Page<ZoneChange>> Run(NoInput input, PageRequest page, Call call) => call.Read(async session =>
    {
        // Thousands of openings have few different starts, and only these are compared with the clocks of their zones.
        var starts = await session.All(FindStarts, row => new MeantStart(
            row.Text("time_zone"), row.Text("local_start"), row.At("opening_starts_at")), ("now", call.Now));
        var moved = starts.Where(start => start.IsMoved()).Select(start => start.Key).ToList();
        return await new ListQuery<ZoneChange>(
            ByOpening, ZoneChange.Read, Columns, $"({Ahead}) z", ("now", call.Now), ("moved", moved))
            .Where(moved.Count == 0
                ? "FALSE"
                : "z.time_zone || ' ' || z.local_start || ' ' || CAST(z.opening_starts_at AS TEXT) {list moved}")
            .Page(session, page);
    });

    const string Columns = """
        z.provider_id, z.opening_id, z.reservation_id, z.time_zone, z.local_start, z.opening_starts_at, z.starts_at
        """;

    static readonly string Ahead = $"""
        SELECT o.provider_id, o.id AS opening_id, 0 AS reservation_id, o.time_zone, o.local_start,
               o.starts_at AS opening_starts_at, o.starts_at
        FROM openings o
        WHERE o.time_zone IS NOT NULL AND o.removed_at IS NULL AND o.starts_at > @now
        UNION ALL
        SELECT o.provider_id, o.id, r.id, o.time_zone, o.local_start, o.starts_at, r.starts_at
        FROM reservations r
        JOIN openings o ON o.id = r.opening_id
        WHERE o.time_zone IS NOT NULL AND {Reservation.LiveNow("r.")} AND r.starts_at > @now
        """;

    static readonly Sql FindStarts =
        new($"SELECT DISTINCT z.time_zone, z.local_start, z.opening_starts_at FROM ({Ahead}) z");

    static readonly Keyset<ZoneChange> ByOpening = new("opening",
        new Key<ZoneChange>("z.opening_id", change => change.OpeningId),
        new Key<ZoneChange>("z.reservation_id", change => change.ReservationId ?? 0));
}
