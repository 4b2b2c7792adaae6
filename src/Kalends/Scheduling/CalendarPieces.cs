using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Reads the rows that calendars are made of.</summary>
static class CalendarPieces
{
    /// <summary>The calendar of one provider.</summary>
    public static async Task<Calendar> Of(Session session, long providerId, (string, object?)[] time) =>
        Made(await session.All(FindOfOne, Piece.Read, [("provider", providerId), .. time]));

    /// <summary>The calendars of many providers.</summary>
    public static Task<IEnumerable<(long, Calendar)>> OfMany(
        Session session, IReadOnlyList<long> providerIds, (string, object?)[] time) =>
        Gather(session, FindOfMany, [("providers", providerIds), .. time]);

    /// <summary>The calendars of many providers, up to a number of openings of each.</summary>
    public static Task<IEnumerable<(long, Calendar)>> OfNext(
        Session session, IReadOnlyList<long> providerIds, (string, object?)[] time, int openings) =>
        Gather(session, FindNext, [("providers", providerIds), ("others", openings - 1L), .. time]);

    /// <summary>The time of what decides about starts in a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="service">The service that is to be booked; null for single slots.</param>
    /// <param name="reach">How long before the window a slot may have started that is judged too.</param>
    public static (string, object?)[] Around(Interval window, Service? service, TimeSpan reach)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        var length = fit.Length ?? Opening.SlotLengthMax;
        return [
            ("from", window.Start), ("to", fit.Length is null ? window.End : window.End + length),
            ("since", window.Start - reach - fit.Before), ("until", window.End + length + fit.After),
            ("after", fit.After), ("service", service?.Id)];
    }

    /// <summary>The time of what decides about care in a given time.</summary>
    public static (string, object?)[] Within(Interval care, Service? service)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        return [
            ("from", care.Start), ("to", care.End), ("since", care.Start - fit.Before),
            ("until", care.End + fit.After), ("after", fit.After), ("service", service?.Id)];
    }

    static async Task<IEnumerable<(long, Calendar)>> Gather(
        Session session, Sql find, (string, object?)[] values)
    {
        var all = new Dictionary<long, List<Piece>>();
        await session.Each(find, row => Add(Piece.Read(row)), values);
        return all.Select(one => (one.Key, Made(one.Value)));

        ValueTask Add(Piece piece)
        {
            if (!all.TryGetValue(piece.ProviderId, out var own))
                all[piece.ProviderId] = own = [];
            own.Add(piece);
            return ValueTask.CompletedTask;
        }
    }

    static Calendar Made(List<Piece> pieces)
    {
        var (openings, closures, busy) = (new List<Opening>(), new List<Interval>(), new List<Busy>(pieces.Count));
        foreach (var piece in pieces)
            if (piece.Kind == PieceKind.Opening)
                openings.Add(piece.Opening);
            else if (piece.Kind == PieceKind.Closure)
                closures.Add(piece.Stretch);
            else
                busy.Add(piece.Busy);
        return new Calendar(
            InOrder(openings, one => one.StartsAt), InOrder(closures, one => one.Start),
            InOrder(busy, one => one.Stretch.Start));
    }

    // Rows come by their ends. Only closures overlap, so the others are in the order of their starts already.
    static List<T> InOrder<T>(List<T> all, Func<T, Instant> start)
    {
        for (var i = 1; i < all.Count; i++)
            if (start(all[i]) < start(all[i - 1]))
                return [.. all.OrderBy(start)];
        return all;
    }

    /// <summary>The kinds of the rows, as the statements number them.</summary>
    enum PieceKind
    {
        Opening,
        Closure,
        Held,
        Confirmed,
    }

    /// <summary>A row of a calendar.</summary>
    /// <param name="Kind">What the row is.</param>
    /// <param name="Id">The id of the opening, closure or reservation.</param>
    /// <param name="Start">The start, in microseconds.</param>
    /// <param name="End">The end, in microseconds.</param>
    /// <param name="Detail">The length of a slot, or the instant at which a hold lapses, in microseconds.</param>
    /// <param name="ProviderId">The provider whose calendar it is.</param>
    readonly record struct Piece(PieceKind Kind, long Id, long Start, long End, long Detail, long ProviderId)
    {
        public Interval Stretch => new(Instants.FromMicros(Start), Instants.FromMicros(End));

        public Opening Opening => new(
            Id, ProviderId, Instants.FromMicros(Start), Instants.FromMicros(End), Scheduling.Opening.LengthOf(Detail));

        public Busy Busy => new(
            Stretch, Kind == PieceKind.Held ? ReservationState.Held : ReservationState.Confirmed,
            Instants.FromMicros(Detail), Id);

        // A month of a calendar has a hundred rows, so they are read by the position of their columns.
        public static Piece Read(Row row) => new(
            (PieceKind)row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5));
    }

    /// <summary>
    /// The condition on openings in which the service may be booked, or single slots if there is none.
    /// </summary>
    /// <remarks>It looks up one opening at a time: a list of all openings of the service may be long.</remarks>
    static string Admits(string table) => $"""
        ({table}type IS NULL OR CAST(@service AS BIGINT) IS NULL)
        AND ({table}services_only = 0 OR (
            SELECT 1 FROM opening_services s WHERE s.opening_id = {table}id AND s.service_id = @service
        ) IS NOT NULL)
        """;

    // The first opening that ends behind the window begins in it, or is none of them.
    const string Last = """
        SELECT CASE WHEN n.starts_at < @to THEN n.ends_at ELSE @to END
        FROM openings n
        WHERE n.provider_id = p.id AND n.removed_at IS NULL AND n.ends_at >= @to
        ORDER BY n.ends_at
        LIMIT 1
        """;

    static readonly string LastOfNext = $"""
        SELECT n.ends_at
        FROM openings n
        WHERE n.provider_id = p.id AND n.removed_at IS NULL AND n.ends_at > @from AND {Admits("n.")}
        ORDER BY n.ends_at
        LIMIT 1 OFFSET @others
        """;

    static readonly Sql FindOfOne = Find("= @provider", Last, "@to");

    public static readonly Sql FindOfMany = Find("{list providers}", Last, "@to");

    static readonly Sql FindNext = Find("{list providers}", LastOfNext, $"@to + {Opening.LengthMax.Micros}");

    // Openings of a provider never overlap, nor do live reservations, so each index ends at the last row that counts.
    // Rows outside the window also decide about the slots at its ends. Such a slot may be a day long, so "since" and
    // "until" lie that much further out, but no care ends after the last of the openings.
    static Sql Find(string whose, string last, string otherwise) => new($$"""
        WITH offering AS MATERIALIZED (
            SELECT p.id AS provider, p.active, COALESCE(({{last}}), {{otherwise}}) AS offered_until
            FROM public_providers p
            WHERE p.id {{whose}}
        ),
        asked AS MATERIALIZED (
            SELECT provider, active, offered_until,
                   CASE WHEN offered_until + @after < @until THEN offered_until + @after ELSE @until END AS busy_until
            FROM offering
        )
        SELECT 0 AS kind, o.id, o.starts_at, o.ends_at, o.slot_micros AS detail, o.provider_id
        FROM asked
        CROSS JOIN openings o
        WHERE o.provider_id = provider AND o.removed_at IS NULL AND {{Admits("o.")}}
          AND o.ends_at > @from AND o.ends_at <= offered_until AND o.starts_at < @to
        UNION ALL
        SELECT 1, c.id, c.starts_at, c.ends_at, 0, c.provider_id
        FROM asked
        CROSS JOIN closures c
        WHERE c.provider_id = provider AND c.ends_at > @since AND c.starts_at < busy_until
        UNION ALL
        SELECT 1, e.calendar_id, e.starts_at, e.ends_at, 0, e.provider_id
        FROM asked
        CROSS JOIN external_busy e
        WHERE e.provider_id = provider AND {{ExternalBusy.Overlap("@since", "busy_until", "e.")}}
        UNION ALL
        SELECT 1, 0, CAST({{Instants.Earliest.Micros}} AS BIGINT), CAST({{Instants.Latest.Micros}} AS BIGINT), 0,
               provider
        FROM asked
        WHERE active = 0
        UNION ALL
        SELECT CASE r.state WHEN 'held' THEN 2 ELSE 3 END, r.id, r.busy_from, r.busy_to, r.expires_at, r.provider_id
        FROM asked
        CROSS JOIN reservations r
        WHERE r.provider_id = provider AND {{Reservation.Live("r.")}}
          AND r.busy_to > @since AND r.busy_from < busy_until AND r.busy_to <= COALESCE((
              SELECT l.busy_to
              FROM reservations l
              WHERE l.provider_id = provider AND {{Reservation.Live("l.")}} AND l.busy_to >= busy_until
              ORDER BY l.busy_to
              LIMIT 1), {{long.MaxValue}})
        """);
}
