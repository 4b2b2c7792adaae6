using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Whether a slot can be reserved, and if not, why.</summary>
enum SlotState
{
    /// <summary>The slot can be reserved now.</summary>
    Free,

    /// <summary>A hold on the slot is not confirmed yet.</summary>
    Held,

    /// <summary>A reservation of the slot is confirmed.</summary>
    Booked,

    /// <summary>The provider has closed this time, or is not active.</summary>
    Closed,

    /// <summary>The slot starts before the notice has passed, or has started already.</summary>
    TooSoon,

    /// <summary>The slot starts beyond the furthest date.</summary>
    TooFar,

    /// <summary>The provider takes no more reservations on that day or in that week.</summary>
    Full,

    /// <summary>Reservations do not start here by the step of the policy.</summary>
    OffStep,
}

/// <summary>A live reservation as the calendar sees it.</summary>
sealed record Busy(Interval Stretch, ReservationState State, Instant ExpiresAt, long ReservationId)
{
    public bool IsLapsed(Instant now) => State == ReservationState.Held && ExpiresAt <= now;
}

/// <summary>
/// A provider's openings, closures and live reservations in a window, from which the states of the slots follow.
/// </summary>
/// <remarks>
/// <see cref="Slots"/> is the one function that decides which slots are listed and which can be reserved, so the two
/// always agree. All three lists are sorted by start. If the provider is not active, the whole window is closed, and
/// booked slots stay booked.
/// </remarks>
sealed record Calendar(IReadOnlyList<Opening> Openings, IReadOnlyList<Interval> Closures, IReadOnlyList<Busy> Busy)
{
    /// <summary>
    /// The starts in <paramref name="window"/>, in order, at which a reservation as <paramref name="rules"/> describe
    /// it has its openings; each with its state.
    /// </summary>
    public IEnumerable<Slot> Slots(Interval window, StartRules rules) =>
        new SlotWalk(this, rules, window, touching: false).Rest();

    /// <summary>Those of them that can be reserved.</summary>
    public IEnumerable<Slot> Free(Interval window, StartRules rules) =>
        Slots(window, rules).Where(slot => slot.State == SlotState.Free);

    /// <summary>All of them, and the one that started before the window and reaches into it.</summary>
    public IEnumerable<Slot> Touching(Interval window, StartRules rules) =>
        new SlotWalk(this, rules, window, touching: true).Rest();

    /// <summary>The first start of a slot at or after an instant; the latest instant if there is none.</summary>
    public Instant FirstStart(Instant at)
    {
        foreach (var opening in Openings)
            if (opening.IndexFrom(at) is var index && index < opening.SlotCount)
                return opening.SlotAt(index).Start;
        return Instants.Latest;
    }

    /// <summary>
    /// Loads the openings, closures and live reservations that decide about starts in a window, in one statement and so
    /// at one moment.
    /// </summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="providerId">The id of the provider.</param>
    /// <param name="window">The window in which a reservation starts.</param>
    /// <param name="service">The service that is to be booked; null for single slots.</param>
    public static async Task<Calendar> Load(
        Session session, long providerId, Interval window, Service? service = null) => Of(await session.All(
            FindPieces, Read, [("provider", providerId), .. Around(window, service, Opening.SlotLengthMax)]));

    /// <summary>Loads the same for one reservation, whose care takes a given time.</summary>
    public static async Task<Calendar> LoadFor(
        Session session, long providerId, Interval care, Service? service = null) => Of(await session.All(
            FindPieces, Read, [("provider", providerId), .. Within(care, service)]));

    /// <summary>
    /// Passes the calendars of many providers to <paramref name="take"/> one by one. One statement reads them all, and
    /// only one calendar is in memory at a time. Providers with nothing in the window are left out. Slots that started
    /// before the window are not judged.
    /// </summary>
    public static Task Each(
        Session session, IReadOnlyList<long> providerIds, Interval window, Action<long, Calendar> take,
        Service? service = null) => Each(
            session, FindPiecesOfMany, take,
            [
                ("providers", providerIds), ("after", (service?.Fit ?? Fit.OneSlot).After),
                .. Around(window, service, TimeSpan.Zero),
            ]);

    /// <summary>Passes the same for reservations of many providers, whose care lies in a given time.</summary>
    public static Task EachFor(
        Session session, IReadOnlyList<long> providerIds, Interval care, Action<long, Calendar> take,
        Service? service = null) => Each(
            session, FindPiecesOfManyFor, take, [("providers", providerIds), .. Within(care, service)]);

    static (string, object?)[] Around(Interval window, Service? service, TimeSpan reach)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        var length = fit.Length ?? Opening.SlotLengthMax;
        return [
            ("from", window.Start), ("to", fit.Length is null ? window.End : window.End + length),
            ("since", window.Start - reach - fit.Before), ("until", window.End + length + fit.After),
            ("service", service?.Id)];
    }

    static (string, object?)[] Within(Interval care, Service? service)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        return [
            ("from", care.Start), ("to", care.End), ("since", care.Start - fit.Before),
            ("until", care.End + fit.After), ("service", service?.Id)];
    }

    static async Task Each(Session session, Sql find, Action<long, Calendar> take, (string, object?)[] values)
    {
        var pieces = new List<Piece>();
        await session.Each(find, row => Gather(Read(row)), values);
        HandOver();

        ValueTask Gather(Piece piece)
        {
            if (pieces.Count > 0 && pieces[0].ProviderId != piece.ProviderId)
                HandOver();
            pieces.Add(piece);
            return ValueTask.CompletedTask;
        }

        void HandOver()
        {
            if (pieces.Count > 0)
                take(pieces[0].ProviderId, Of(pieces));
            pieces.Clear();
        }
    }

    static Calendar Of(List<Piece> pieces)
    {
        var (openings, closures, busy) = (new List<Opening>(pieces.Count), new List<Interval>(), new List<Busy>());
        foreach (var piece in pieces)
            if (piece.Kind == PieceKind.Opening)
                openings.Add(piece.Opening);
            else if (piece.Kind == PieceKind.Closure)
                closures.Add(piece.Stretch);
            else
                busy.Add(piece.Busy);
        return new Calendar(openings, closures, busy);
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
    }

    // A month of a calendar has a hundred rows, so they are read by the position of their columns.
    static Piece Read(Row row) => new(
        (PieceKind)row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5));

    static readonly Sql FindPieces = Pieces("= @provider", "starts_at");

    static readonly Sql FindPiecesOfManyFor = Pieces("{list providers}", "provider_id, starts_at");

    // No care ends after the last of the openings. These are often a day's, and what is known before is two days long.
    static readonly Sql FindPiecesOfMany = new($$"""
        WITH offered AS ({{Offered("{list providers}")}}),
        reach AS (
            SELECT MAX(CASE WHEN ends_at + @after < @until THEN ends_at + @after ELSE @until END) AS until
            FROM offered
        )
        {{Pieces("{list providers}", "offered", "(SELECT until FROM reach)")}}
        ORDER BY provider_id, starts_at
        """);

    static Sql Pieces(string whose, string order) => new($$"""
        {{Pieces(whose, $"({Offered(whose)}) AS offered", "@until")}}
        ORDER BY {{order}}
        """);

    static string Offered(string whose) => $"""
        SELECT id, starts_at, ends_at, slot_micros, provider_id
        FROM openings
        WHERE provider_id {whose} AND removed_at IS NULL AND {Opening.Overlap} AND {Opening.Admits}
        """;

    // Rows outside the window also decide about the slots at its ends. Such a slot may be a day long, so "since" and
    // "until" lie that much further out.
    static string Pieces(string whose, string offered, string until) => $"""
        SELECT 0 AS kind, id, starts_at, ends_at, slot_micros AS detail, provider_id
        FROM {offered}
        UNION ALL
        SELECT 1, id, starts_at, ends_at, 0, provider_id
        FROM closures
        WHERE provider_id {whose} AND ends_at > @since AND starts_at < @until
        UNION ALL
        SELECT 1, calendar_id, starts_at, ends_at, 0, provider_id
        FROM external_busy
        WHERE provider_id {whose} AND {ExternalBusy.Overlap("@since", "@until")}
        UNION ALL
        SELECT 1, 0, CAST({Instants.Earliest.Micros} AS BIGINT), CAST({Instants.Latest.Micros} AS BIGINT), 0, id
        FROM public_providers
        WHERE id {whose} AND active = 0
        UNION ALL
        SELECT CASE state WHEN 'held' THEN 2 ELSE 3 END, id, busy_from, busy_to, expires_at, provider_id
        FROM reservations
        WHERE provider_id {whose} AND {Reservation.Live()} AND {Reservation.Overlap("@since", until)}
        """;
}
