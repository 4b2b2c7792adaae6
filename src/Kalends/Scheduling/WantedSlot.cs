using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>
/// A slot that is wanted for a client, by a new reservation (<see cref="JudgeNew"/>) or by one that is moved
/// (<see cref="JudgeMove"/>). Both are decided by the same functions, in which lapsed holds in its time are marked as
/// expired. The caller must hold the calendar (alone, where the policy has limits), and the client.
/// </summary>
/// <param name="Place">The place that the reservation takes.</param>
/// <param name="OwnerUserId">The user who owns the calendar.</param>
/// <param name="OrganisationId">The organisation whose managers keep the calendar.</param>
/// <param name="IsClientSeen">Whether the caller may see the client.</param>
/// <param name="ClientUserId">The user who is the client, if the caller may see the client.</param>
/// <param name="Holds">The number of the client's live holds.</param>
/// <param name="LiveHere">The number of the client's other live reservations with the provider.</param>
sealed record WantedSlot(
    Place Place, string OwnerUserId, long? OrganisationId, bool IsClientSeen, string? ClientUserId, long Holds,
    long LiveHere)
{
    /// <param name="SlotId">The id of the slot.</param>
    /// <param name="ClientId">The client for whom it is wanted.</param>
    /// <param name="ServiceId">The service that is wanted; null for the slot alone.</param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    /// <param name="Override">The reason for which the policy does not apply.</param>
    /// <param name="Overlap">Whether the client may have another reservation at this time.</param>
    /// <param name="Moved">The reservation that is moved to the slot: it is not in its own way.</param>
    public sealed record Wish(
        long SlotId, long ClientId, long? ServiceId, IReadOnlyList<QuestionAnswer> Answers, string? Override,
        bool Overlap, Reservation? Moved = null)
    {
        public long MovedId => Moved?.Id ?? 0;
    }

    /// <summary>Finds a slot that a new reservation can take now, or refuses it.</summary>
    public static async Task<WantedSlot> JudgeNew(Session session, Call call, Wish wish)
    {
        var slot = await Find(session, call, wish);
        if (!slot.IsClientSeen)
            throw SchedulingErrors.NoSuchClient.Refused();
        var isGuests = call.Scope.ClientId == wish.ClientId;
        if (isGuests && !await Publication.IsOf(session, call, slot.Place.Opening.ProviderId))
            throw SchedulingErrors.NoSuchSlot.Refused();
        if (!isGuests && !call.Scope.Covers(slot.OwnerUserId, slot.OrganisationId, slot.ClientUserId))
            throw (call.Scope.IsStaff ? SchedulingErrors.NotYourCalendar : SchedulingErrors.NoSuchClient).Refused();
        slot.CheckPowers(wish, call);
        if (wish.ServiceId is { } service)
            slot = slot.With(await Offers.Find(session, service, slot.Place.Opening.ProviderId));
        QuestionAnswer.Check(slot.Place.Service?.Questions ?? [], wish.Answers);

        var elsewhere = slot.AskElsewhere(session, call, wish);
        await slot.RequireFree(session, call, wish);
        var holdsMax = call.Settings<SchedulingSettings>().HoldsMaxOf(call.Caller);
        if (slot.Holds >= holdsMax && !slot.IsStaff(call))
            throw SchedulingErrors.TooManyHolds.Refused(holdsMax);
        await slot.RequireFreeClient(call, wish, elsewhere);
        return slot;
    }

    /// <summary>
    /// Finds a slot to which a reservation can move now, or refuses it. The reservation is not in its own way and is no
    /// further hold, and the caller sees it, and its client with it.
    /// </summary>
    public static async Task<WantedSlot> JudgeMove(Session session, Call call, Wish wish)
    {
        var slot = await Find(session, call, wish);
        // Neither a link to a reservation nor a guest gets into another calendar.
        var staysWithin = (call.Scope.ReservationId == wish.MovedId || call.Scope.ClientId == wish.ClientId)
            && slot.Place.Opening.ProviderId == wish.Moved?.ProviderId;
        if (!staysWithin && !call.Scope.Covers(slot.OwnerUserId, slot.OrganisationId, slot.ClientUserId))
            throw SchedulingErrors.NotYourCalendar.Refused();
        slot.CheckPowers(wish, call);
        if (wish.ServiceId is { } service)
            slot = slot.With(await Offers.FindToMove(session, service, slot.Place.Opening.ProviderId));

        var elsewhere = slot.AskElsewhere(session, call, wish);
        await slot.RequireFree(session, call, wish);
        await slot.RequireFreeClient(call, wish, elsewhere);
        return slot;
    }

    static async Task<WantedSlot> Find(Session session, Call call, Wish wish)
    {
        var (openingId, index) = SlotId.Split(wish.SlotId);
        var slot = await session.One(
            FindWanted, row => Read(row, index, call.Settings<SchedulingSettings>()), call.Scope.With(
                ("opening", openingId), ("client", wish.ClientId), ("now", call.Now), ("service", wish.ServiceId),
                ("moved", wish.MovedId)));
        return slot is not null && index < slot.Place.Opening.SlotCount
            ? slot
            : throw SchedulingErrors.NoSuchSlot.Refused();
    }

    WantedSlot With(Service service) => this with { Place = Place with { Service = service } };

    /// <summary>Whether the caller keeps the calendar.</summary>
    public bool IsStaff(Call call) => call.Scope.Covers(OwnerUserId, OrganisationId);

    void CheckPowers(Wish wish, Call call)
    {
        if (wish.Overlap && !IsStaff(call))
            throw SchedulingErrors.OverlapForKeepers.Refused();
        if (wish.Override is not null && !IsStaff(call))
            throw SchedulingErrors.OverrideForKeepers.Refused();
    }

    Task RequireFree(Session session, Call call, Wish wish) => Place.RequireFree(session, call, new Taker(
        wish.ClientId, ClientUserId, IsStaff(call), Overrides: wish.Override is not null), wish.MovedId);

    ReservationStore.Elsewhere? AskElsewhere(Session session, Call call, Wish wish) => wish.Overlap
        ? null
        : ReservationStore.AskElsewhere(session, call, wish.ClientId, Place.Care, wish.MovedId);

    async Task RequireFreeClient(Call call, Wish wish, ReservationStore.Elsewhere? elsewhere)
    {
        if (Place.Policy.ClientMax is > 0 and var max && LiveHere >= max && wish.Override is null)
            throw SchedulingErrors.ClientLimit.Refused(max);
        if (elsewhere is not null)
            await elsewhere.RequireNone(call);
    }

    static WantedSlot Read(Row row, int index, SchedulingSettings settings) => new(
        new Place(Opening.Read(row), index, Service: null, Policy.Read(row, settings)), row.Text("owner_user_id"),
        row.LongOrNull("organisation_id"), row.LongOrNull("client_id") is not null,
        row.TextOrNull("client_user_id"), row.Long("holds"), row.Long("live_here"));

    // A caller may only book for clients whom they may see, because a reservation would let them see the client's
    // record. The condition is IN rather than EXISTS: for one client, PostgreSQL would hash all reservations.
    static readonly Sql FindWanted = new($"""
        SELECT o.id, o.provider_id, o.starts_at, o.ends_at, o.slot_micros, o.type, p.owner_user_id,
               p.organisation_id, p.time_zone, c.id AS client_id, c.user_id AS client_user_id, {Policy.Columns},
               (SELECT COUNT(*)
                FROM reservations h
                WHERE h.client_id = @client AND h.state = 'held' AND h.expires_at > @now
                  AND {Reservation.Live("h.")} AND h.ends_at > @now) AS holds,
               (SELECT COUNT(*)
                FROM reservations h
                WHERE h.client_id = @client AND h.provider_id = o.provider_id AND h.id <> @moved
                  AND {Reservation.LiveNow("h.")} AND h.ends_at > @now) AS live_here
        FROM openings o
        JOIN public_providers p ON p.id = o.provider_id
        {Policy.Joins}
        LEFT JOIN public_clients c ON c.id = @client AND c.erased_at IS NULL AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR {Reservation.OfGuest} OR @owner IN (
                SELECT own.owner_user_id
                FROM reservations r
                JOIN public_providers own ON own.id = r.provider_id
                WHERE r.client_id = c.id))
        WHERE o.id = @opening AND o.removed_at IS NULL AND p.deleted_at IS NULL
        """);
}
