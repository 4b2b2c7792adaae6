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
    public static Task<Calendar> Load(
        Session session, long providerId, Interval window, Service? service = null) =>
        CalendarPieces.Of(session, providerId, CalendarPieces.Around(window, service, Opening.SlotLengthMax));

    /// <summary>Loads the same for one reservation, whose care takes a given time.</summary>
    public static Task<Calendar> LoadFor(
        Session session, long providerId, Interval care, Service? service = null) =>
        CalendarPieces.Of(session, providerId, CalendarPieces.Within(care, service));

    /// <summary>
    /// Loads the calendars of many providers in one statement; each is put together when its turn comes. Providers who
    /// offer nothing in the window may be left out. Slots that started before the window are not judged.
    /// </summary>
    public static Task<IEnumerable<(long ProviderId, Calendar Calendar)>> LoadMany(
        Session session, IReadOnlyList<long> providerIds, Interval window, Service? service = null) =>
        CalendarPieces.OfMany(session, providerIds, CalendarPieces.Around(window, service, TimeSpan.Zero));

    /// <summary>Loads the same for reservations of many providers, whose care lies in a given time.</summary>
    public static Task<IEnumerable<(long ProviderId, Calendar Calendar)>> LoadManyFor(
        Session session, IReadOnlyList<long> providerIds, Interval care, Service? service = null) =>
        CalendarPieces.OfMany(session, providerIds, CalendarPieces.Within(care, service));

    /// <summary>Loads the same, up to the end of a number of openings of each provider.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="providerIds">The ids of the providers.</param>
    /// <param name="window">The window in which a slot starts.</param>
    /// <param name="openings">The number of openings.</param>
    public static Task<IEnumerable<(long ProviderId, Calendar Calendar)>> LoadNext(
        Session session, IReadOnlyList<long> providerIds, Interval window, int openings) =>
        CalendarPieces.OfNext(
            session, providerIds, CalendarPieces.Around(window, service: null, TimeSpan.Zero), openings);
}
