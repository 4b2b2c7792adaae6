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
}

/// <summary>A live reservation as the calendar sees it.</summary>
sealed record Busy(Interval Stretch, ReservationState State, Instant ExpiresAt, long ReservationId)
{
    public bool IsLapsed(Instant now) => State == ReservationState.Held && ExpiresAt <= now;
}

/// <summary>One piece of an opening (FHIR Slot).</summary>
readonly record struct Slot(long Id, Interval Stretch, SlotState State, long? ReservationId);

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
    /// <summary>The number of slots of the openings, within the window and beyond.</summary>
    public int SlotCount => Openings.Sum(opening => opening.SlotCount);

    /// <summary>
    /// The slots that start in <paramref name="window"/>, in order, as they stand at <paramref name="now"/>.
    /// </summary>
    /// <param name="window">The window in which the slots start.</param>
    /// <param name="now">
    /// Holds that lapse by this instant no longer count, and slots that have started are too soon.
    /// </param>
    /// <param name="earliest">Slots that start before this instant are too soon.</param>
    public IEnumerable<Slot> Slots(Interval window, Instant now, Instant earliest) =>
        Walk(window, now, earliest, touching: false);

    /// <summary>The same slots, and the one that started before the window and reaches into it.</summary>
    public IEnumerable<Slot> Touching(Interval window, Instant now, Instant earliest) =>
        Walk(window, now, earliest, touching: true);

    IEnumerable<Slot> Walk(Interval window, Instant now, Instant earliest, bool touching)
    {
        var (closure, busy) = (0, 0);
        foreach (var opening in Openings)
        {
            var count = opening.SlotCount;
            for (var index = FirstIndex(opening, window.Start, touching); index < count; index++)
            {
                var stretch = opening.SlotAt(index);
                if (stretch.Start >= window.End)
                    yield break;

                // Slots are visited in order, so a stretch that ended before this slot touches no later slot either.
                while (busy < Busy.Count && Busy[busy].Stretch.End <= stretch.Start)
                    busy++;
                while (closure < Closures.Count && Closures[closure].End <= stretch.Start)
                    closure++;
                yield return Judge(SlotId.Of(opening.Id, index), stretch, closure, busy, now, earliest);
            }
        }
    }

    Slot Judge(long id, Interval stretch, int closure, int busy, Instant now, Instant earliest)
    {
        for (; busy < Busy.Count && Busy[busy].Stretch.Start < stretch.End; busy++)
            if (Busy[busy] is var taken && taken.Stretch.Overlaps(stretch) && !taken.IsLapsed(now))
                return new Slot(id, stretch, StateOf(taken), taken.ReservationId);

        for (; closure < Closures.Count && Closures[closure].Start < stretch.End; closure++)
            if (Closures[closure].Overlaps(stretch))
                return new Slot(id, stretch, SlotState.Closed, null);

        // A slot that has started is never free, however short the notice is.
        var isTooSoon = stretch.Start <= now || stretch.Start < earliest;
        return new Slot(id, stretch, isTooSoon ? SlotState.TooSoon : SlotState.Free, null);
    }

    static SlotState StateOf(Busy taken) =>
        taken.State == ReservationState.Confirmed ? SlotState.Booked : SlotState.Held;

    static int FirstIndex(Opening opening, Instant from, bool touching)
    {
        var (passed, length) = (from.Since(opening.StartsAt).Ticks, opening.SlotLength.Ticks);
        return passed <= 0 ? 0 : (int)Math.Min(opening.SlotCount, (touching ? passed : passed + length - 1) / length);
    }

    /// <summary>
    /// Loads the openings, closures and live reservations that touch a window, in one statement and so at one moment.
    /// </summary>
    public static Task<Calendar> Load(Session session, long providerId, Interval window) =>
        Load(session, providerId, window, window.Around(Opening.SlotLengthMax));

    /// <summary>Loads the same for one slot.</summary>
    public static Task<Calendar> LoadSlot(Session session, long providerId, Interval slot) =>
        Load(session, providerId, slot, slot);

    static async Task<Calendar> Load(Session session, long providerId, Interval window, Interval around)
    {
        var pieces = await session.All(FindPieces, Read, ("provider", providerId), ("from", window.Start),
            ("to", window.End), ("since", around.Start), ("until", around.End));
        return Of(pieces);
    }

    /// <summary>
    /// Passes the calendars of many providers to <paramref name="take"/> one by one. One statement reads them all, and
    /// only one calendar is in memory at a time. Providers with nothing in the window are left out.
    /// </summary>
    public static async Task Each(
        Session session, IReadOnlyList<long> providerIds, Interval window, Action<long, Calendar> take)
    {
        var (pieces, around) = (new List<Piece>(), window.Around(Opening.SlotLengthMax));
        await session.Each(FindPiecesOfMany, row => Gather(Read(row)), ("providers", providerIds),
            ("from", window.Start), ("to", window.End), ("since", around.Start), ("until", around.End));
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

    static Calendar Of(List<Piece> pieces) => new(
        pieces.Where(p => p.Kind == "opening").Select(p => new Opening(
            p.Id, p.ProviderId, p.Stretch.Start, p.Stretch.End, Opening.LengthOf(p.Detail))).ToList(),
        pieces.Where(p => p.Kind == "closure").Select(p => p.Stretch).ToList(),
        pieces.Where(p => p.Kind is "held" or "confirmed").Select(p => new Busy(
            p.Stretch, EnumText.Parse<ReservationState>(p.Kind), Instants.FromMicros(p.Detail), p.Id)).ToList());

    sealed record Piece(string Kind, long Id, Interval Stretch, long Detail, long ProviderId);

    static Piece Read(Row row) => new(
        row.Text("kind"), row.Long("id"), new Interval(row.At("starts_at"), row.At("ends_at")), row.Long("detail"),
        row.Long("provider_id"));

    static readonly Sql FindPieces = Pieces("= @provider", "starts_at");

    static readonly Sql FindPiecesOfMany = Pieces("{list providers}", "provider_id, starts_at");

    // Rows outside the window also decide about the slots at its ends. Such a slot may be a day long, so "since" and
    // "until" lie that much further out.
    static Sql Pieces(string whose, string order) => new($$"""
        SELECT 'opening' AS kind, id, starts_at, ends_at, slot_micros AS detail, provider_id
        FROM openings
        WHERE provider_id {{whose}} AND removed_at IS NULL AND {{Opening.Overlap}}
        UNION ALL
        SELECT 'closure', id, starts_at, ends_at, 0, provider_id
        FROM closures
        WHERE provider_id {{whose}} AND ends_at > @since AND starts_at < @until
        UNION ALL
        SELECT 'closure', 0, CAST(@since AS BIGINT), CAST(@until AS BIGINT), 0, id
        FROM public_providers
        WHERE id {{whose}} AND active = 0
        UNION ALL
        SELECT state, id, busy_from, busy_to, expires_at, provider_id
        FROM reservations
        WHERE provider_id {{whose}} AND {{Reservation.Live()}} AND {{Reservation.Overlap("@since", "@until")}}
        ORDER BY {{order}}
        """);
}
