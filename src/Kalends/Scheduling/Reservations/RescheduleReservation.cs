using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

/// <summary>
/// Moves a held or confirmed reservation to another slot, of the same provider or of another one, in one step: it has
/// the new slot, or keeps the old one.
/// </summary>
static class RescheduleReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="SlotId">The id of the new slot, which may overlap the old one.</param>
    /// <param name="Overlap">
    /// Whether the client may have another reservation at this time; only callers who keep the calendar may set it.
    /// </param>
    /// <param name="Override">
    /// The reason for which the policy of the new slot does not apply; only callers who keep the calendar may give it,
    /// and the event log records it.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Id] long SlotId, bool Overlap = false, [Text(1, 500)] string? Override = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Answer<Reservation>> Run(Input input, Call call)
    {
        try
        {
            return await call.Write(session => Move(session, input, call));
        }
        catch (Refused refused) when (Place.HasAlternatives(refused))
        {
            var known = await ReadReservation.Run(new ReadReservation.Input(input.Id), call);
            throw refused.With("alternatives", await Place.Alternatives(call, input.SlotId, known.ServiceId));
        }
    }

    /// <summary>Moves the reservation in the caller's transaction.</summary>
    public static async Task<Reservation> Move(Session session, Input input, Call call)
    {
        var (openingId, _) = SlotId.Split(input.SlotId);
        session.Lock(LockOn.Calendar, CalendarsOfBoth, ("id", input.Id), ("opening", openingId));
        ReservationStore.HoldClient(session, input.Id);
        var (known, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var leaving = known.Reschedule(by, call.Now);
        var policy = await Policy.Find(session, call, known.ProviderId, known.ServiceId);
        if (known.IsLate(by, call.Now, policy.MoveNotice))
            throw SchedulingErrors.TooLateToMove.Refused(policy.MoveNotice.TotalMinutes);
        // A request that is sent again finds the reservation where it wants it.
        if (input.SlotId == known.SlotId)
            return known;

        var slot = await WantedSlot.JudgeMove(session, call, new(
            input.SlotId, known.ClientId, known.ServiceId, [], input.Override, input.Overlap, known));
        var moved = leaving.In(slot) with { OutsideHours = slot.IsStaff(call) ? false : null };
        await Store(session, call, known, moved, slot);
        await Tell(session, call, known, moved, input.Override);
        return moved;
    }

    static async Task Store(Session session, Call call, Reservation known, Reservation moved, WantedSlot slot)
    {
        await session.Enqueue(KeepPlace, ("id", known.Id), ("now", call.Now), ("actor", call.Caller.UserId));
        var stored = await session.Run(Update, ("id", known.Id), ("known", known.Version), ("version", moved.Version),
            ("opening", slot.Place.Opening.Id), ("index", slot.Place.Index), ("provider", moved.ProviderId),
            ("organisation", moved.OrganisationId), ("starts", moved.StartsAt), ("ends", moved.EndsAt),
            ("from", slot.Place.Taken.Start), ("to", slot.Place.Taken.End), ("expires", moved.ExpiresAt),
            ("sequence", moved.Sequence));
        if (stored != 1)
            throw new InvalidOperationException("The reservation changed under its lock.");
    }

    /// <summary>Appends the event; the keepers of a calendar that it leaves see an event of their own.</summary>
    static async Task Tell(Session session, Call call, Reservation known, Reservation moved, string? reason)
    {
        if (moved.ProviderId != known.ProviderId)
            await ProviderLog.Append(session, call, known.Event("left"));
        var facts = new Facts(Where.Of(known), Where.Of(moved), Override: null);
        var happened = moved.Event("rescheduled").With(facts);
        await ProviderLog.Append(
            session, call,
            reason is null ? happened : happened.WithText(facts with { Override = reason }, moved.ClientId));
    }

    sealed record Facts(Where From, Where To, string? Override);

    sealed record Where(long SlotId, long ProviderId, Instant StartsAt, Instant EndsAt)
    {
        public static Where Of(Reservation one) => new(one.SlotId, one.ProviderId, one.StartsAt, one.EndsAt);
    }

    // If another request moves the reservation meanwhile, the calendar that it leaves is another one. That does no
    // harm: leaving a calendar takes nothing, and cancelling locks no calendar either.
    static readonly Sql CalendarsOfBoth = new("""
        SELECT provider_id AS key FROM reservations WHERE id = @id
        UNION
        SELECT provider_id FROM openings WHERE id = @opening
        ORDER BY 1
        """);

    static readonly Sql KeepPlace = new("""
        INSERT INTO reservation_moves
            (reservation_id, sequence, opening_id, slot_index, provider_id, starts_at, ends_at, moved_at, moved_by)
        SELECT id, sequence, opening_id, slot_index, provider_id, starts_at, ends_at, @now, @actor
        FROM reservations
        WHERE id = @id
        """);

    static readonly Sql Update = new("""
        UPDATE reservations
        SET opening_id = @opening, slot_index = @index, provider_id = @provider, organisation_id = @organisation,
            starts_at = @starts, ends_at = @ends, busy_from = @from, busy_to = @to, expires_at = @expires,
            sequence = @sequence, arrived_at = NULL, version = @version
        WHERE id = @id AND version = @known
        """);
}
