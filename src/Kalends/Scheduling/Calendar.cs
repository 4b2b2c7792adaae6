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
    /// The starts in <paramref name="window"/>, in order, at which a reservation as <paramref name="rules"/> describe
    /// it has its openings; each with its state.
    /// </summary>
    public IEnumerable<Slot> Slots(Interval window, StartRules rules) => Walk(window, rules, touching: false);

    /// <summary>The same, and the one that started before the window and reaches into it.</summary>
    public IEnumerable<Slot> Touching(Interval window, StartRules rules) => Walk(window, rules, touching: true);

    IEnumerable<Slot> Walk(Interval window, StartRules rules, bool touching)
    {
        var (closure, busy, fit) = (0, 0, rules.Fit);
        for (var i = 0; i < Openings.Count; i++)
        {
            var opening = Openings[i];
            var (index, count) = (FirstIndex(opening, window.Start, touching), opening.SlotCount);
            var offered = fit.Length is { } asked ? EndOfRun(i, asked) : opening.EndsAt;
            var slot = Duration.FromTimeSpan(opening.SlotLength);
            var length = Duration.FromTimeSpan(fit.Length ?? opening.SlotLength);
            for (var start = opening.SlotAt(index).Start; index < count; index++, start += slot)
            {
                if (start >= window.End)
                    yield break;
                var care = new Interval(start, start + length);
                if (care.End > offered)
                    break;

                // Starts are visited in order, so a stretch that ended before this one touches no later one either.
                var taken = fit.Around(care);
                while (busy < Busy.Count && Busy[busy].Stretch.End <= taken.Start)
                    busy++;
                while (closure < Closures.Count && Closures[closure].End <= care.Start)
                    closure++;
                yield return Judge(opening, index, care, taken, closure, busy, rules);
            }
        }
    }

    /// <summary>
    /// The end of the unbroken row of openings that begins with this one, as far as a reservation that starts in it may
    /// reach.
    /// </summary>
    Instant EndOfRun(int index, TimeSpan length)
    {
        var reach = Openings[index].EndsAt + length;
        while (Openings[index].EndsAt < reach && index + 1 < Openings.Count
            && Openings[index + 1].StartsAt == Openings[index].EndsAt)
            index++;
        return Openings[index].EndsAt;
    }

    Slot Judge(
        Opening opening, int index, Interval care, Interval taken, int closure, int busy, StartRules rules)
    {
        var id = SlotId.Of(opening.Id, index);
        for (; busy < Busy.Count && Busy[busy].Stretch.Start < taken.End; busy++)
            if (Busy[busy] is var other && other.Stretch.Overlaps(taken) && !other.IsLapsed(rules.Now))
                return new Slot(id, care, StateOf(other), other.ReservationId);

        for (; closure < Closures.Count && Closures[closure].Start < care.End; closure++)
            if (Closures[closure].Overlaps(care))
                return new Slot(id, care, SlotState.Closed, null);

        // A slot that has started is never free, however short the notice is.
        return new Slot(
            id, care,
            !rules.IsOnStep(care.Start, opening.StartsAt) ? SlotState.OffStep
                : care.Start <= rules.Now || care.Start < rules.Earliest ? SlotState.TooSoon
                : care.Start > rules.Latest ? SlotState.TooFar
                : rules.Booked?.IsFull(care.Start) == true ? SlotState.Full
                : SlotState.Free,
            null);
    }

    static SlotState StateOf(Busy taken) =>
        taken.State == ReservationState.Confirmed ? SlotState.Booked : SlotState.Held;

    static int FirstIndex(Opening opening, Instant from, bool touching)
    {
        var (passed, length) = (from.Since(opening.StartsAt).Ticks, opening.SlotLength.Ticks);
        return passed <= 0 ? 0 : (int)Math.Min(opening.SlotCount, (touching ? passed : passed + length - 1) / length);
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
        Session session, long providerId, Interval window, Service? service = null)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        var length = fit.Length ?? Opening.SlotLengthMax;
        return Of(await session.All(
            FindPieces, Read, ("provider", providerId), ("from", window.Start),
            ("to", fit.Length is null ? window.End : window.End + length),
            ("since", window.Start - Opening.SlotLengthMax - fit.Before), ("until", window.End + length + fit.After),
            ("service", service?.Id)));
    }

    /// <summary>Loads the same for one reservation.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="providerId">The id of the provider.</param>
    /// <param name="care">The time of the care.</param>
    /// <param name="service">The service that is to be booked; null for a single slot.</param>
    public static async Task<Calendar> LoadFor(
        Session session, long providerId, Interval care, Service? service = null)
    {
        var fit = service?.Fit ?? Fit.OneSlot;
        return Of(await session.All(
            FindPieces, Read, ("provider", providerId), ("from", care.Start), ("to", care.End),
            ("since", care.Start - fit.Before), ("until", care.End + fit.After), ("service", service?.Id)));
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
            ("from", window.Start), ("to", window.End), ("since", around.Start), ("until", around.End),
            ("service", null));
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
          AND {{Opening.Admits}}
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
