using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>
/// A slot that is wanted for a client; <see cref="Judge"/> is the one function that decides whether it can be taken, by
/// a new reservation or by one that is moved.
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
        bool Overlap, Reservation? Moved = null);

    /// <summary>
    /// Finds a slot that can be taken now, or refuses it. Lapsed holds in its time are marked as expired. The caller
    /// must hold the calendar (alone, where the policy has limits), and the client.
    /// </summary>
    public static async Task<WantedSlot> Judge(Session session, Call call, Wish wish)
    {
        var (openingId, index) = SlotId.Split(wish.SlotId);
        var moved = wish.Moved?.Id ?? 0;
        var slot = await session.One(
            FindWanted, row => Read(row, index, call.Settings<SchedulingSettings>()), call.Scope.With(
                ("opening", openingId), ("client", wish.ClientId), ("now", call.Now), ("service", wish.ServiceId),
                ("moved", moved)));
        if (slot is null || index >= slot.Place.Opening.SlotCount)
            throw SchedulingErrors.NoSuchSlot.Refused();
        slot.CheckAuthority(wish, call);
        if (wish.ServiceId is { } service)
            slot = slot with
            {
                Place = slot.Place with
                {
                    Service = wish.Moved is null
                        ? await Offers.Find(session, service, slot.Place.Opening.ProviderId)
                        : await Offers.FindToMove(session, service, slot.Place.Opening.ProviderId),
                },
            };
        if (wish.Moved is null)
            QuestionAnswer.Check(slot.Place.Service?.Questions ?? [], wish.Answers);

        await slot.Place.RequireFree(session, call, new Taker(
            wish.ClientId, slot.ClientUserId, slot.IsStaff(call), Overrides: wish.Override is not null), moved);
        slot.CheckLimits(wish, call);
        if (!wish.Overlap)
            await ReservationStore.RequireFreeClient(session, call, wish.ClientId, slot.Place.Care, moved);
        return slot;
    }

    /// <summary>Whether the caller keeps the calendar.</summary>
    public bool IsStaff(Call call) => call.Scope.Covers(OwnerUserId, OrganisationId);

    void CheckAuthority(Wish wish, Call call)
    {
        // Callers who move a reservation see it, and its client with it.
        if (wish.Moved is null && !IsClientSeen)
            throw SchedulingErrors.NoSuchClient.Refused();
        if (!call.Scope.Covers(OwnerUserId, OrganisationId, ClientUserId))
            throw (call.Scope.IsStaff ? SchedulingErrors.NotYourCalendar : SchedulingErrors.NoSuchClient).Refused();
        if (wish.Overlap && !IsStaff(call))
            throw SchedulingErrors.OverlapForKeepers.Refused();
        if (wish.Override is not null && !IsStaff(call))
            throw SchedulingErrors.OverrideForKeepers.Refused();
    }

    void CheckLimits(Wish wish, Call call)
    {
        var holdsMax = call.Settings<SchedulingSettings>().HoldsMax;
        // A move makes no further hold.
        if (wish.Moved is null && Holds >= holdsMax && !IsStaff(call))
            throw SchedulingErrors.TooManyHolds.Refused(holdsMax);
        if (Place.Policy.ClientMax is > 0 and var max && LiveHere >= max && wish.Override is null)
            throw SchedulingErrors.ClientLimit.Refused(max);
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
        LEFT JOIN public_clients c ON c.id = @client AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR @owner IN (
                SELECT own.owner_user_id
                FROM reservations r
                JOIN public_providers own ON own.id = r.provider_id
                WHERE r.client_id = c.id))
        WHERE o.id = @opening AND o.removed_at IS NULL AND p.deleted_at IS NULL
        """);
}
