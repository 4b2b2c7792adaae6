using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Says which reservations lie outside the openings that stand now.</summary>
static class OutsideHours
{
    /// <summary>
    /// The condition on a reservation <c>r</c> that is live, lies ahead of <c>@now</c>, and is not covered by openings
    /// that admit it. The bound of <c>busy_to</c> is that of the index of live reservations.
    /// </summary>
    public static readonly string Condition = $"""
        ({Reservation.LiveNow("r.")} AND r.starts_at > @now AND r.busy_to > @now
            AND (NOT {Covered("r.starts_at")} OR {IsCutShort}))
        """;

    static readonly string Flag = $"CASE WHEN {Condition} THEN 1 ELSE 0 END";

    /// <summary>The columns that <see cref="Read"/> reads, of reservations <c>r</c> of one who keeps them.</summary>
    public static readonly string ColumnsForKeepers = $"{Reservation.Columns("r.")}, {Flag} AS outside_hours";

    /// <summary>
    /// The columns that <see cref="Read"/> reads, of a statement that selects from <see cref="Reservation.Rows"/>.
    /// Callers who do not keep the calendar are told nothing.
    /// </summary>
    public static readonly string Columns =
        $"{Reservation.Columns("r.")}, CASE WHEN {Reservation.Kept} THEN {Flag} END AS outside_hours";

    /// <summary>Reads a reservation, and whether it lies outside the hours.</summary>
    public static Reservation Read(Row row) => Reservation.Read(row) with
    {
        OutsideHours = row.LongOrNull("outside_hours") is { } outside ? outside == 1 : null,
    };

    // Openings do not overlap. A reservation is covered if its start is, and each end of an opening within it.
    static string IsCutShort => $"""
        EXISTS (
            SELECT 1
            FROM openings e
            WHERE e.provider_id = r.provider_id AND e.removed_at IS NULL
              AND e.ends_at > r.starts_at AND e.ends_at < r.ends_at AND {Admits("e")}
              AND NOT {Covered("e.ends_at")})
        """;

    static string Covered(string at) => $"""
        EXISTS (
            SELECT 1
            FROM openings o
            WHERE o.provider_id = r.provider_id AND o.removed_at IS NULL
              AND o.ends_at > {at} AND o.ends_at <= {at} + {Opening.LengthMax.Micros}
              AND o.starts_at <= {at} AND {Admits("o")})
        """;

    static string Admits(string opening) => $"""
        ({opening}.services_only = 0 OR EXISTS (
            SELECT 1
            FROM opening_services a
            WHERE a.opening_id = {opening}.id AND a.service_id = r.service_id))
        """;
}
