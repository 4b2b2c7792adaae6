using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Where a reservation stands; held and confirmed are live, the others are over.</summary>
enum ReservationState
{
    Held,
    Confirmed,
    Completed,
    NoShow,
    Expired,
    Cancelled,
}

/// <summary>A client's claim on a slot (FHIR Appointment).</summary>
/// <param name="Id">Names it.</param>
/// <param name="SlotId">Which slot it claims.</param>
/// <param name="ProviderId">Whose slot it is.</param>
/// <param name="ClientId">Who claims it.</param>
/// <param name="StartsAt">When the slot starts.</param>
/// <param name="EndsAt">When the slot ends.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="ExpiresAt">Until when a hold lives unless it is confirmed.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ConfirmedAt">When it was confirmed.</param>
/// <param name="EndedAt">When it expired, was cancelled, or was written down as completed or missed.</param>
/// <param name="CancelReason">Why it was cancelled.</param>
sealed record Reservation(
    long Id, long SlotId, long ProviderId, long ClientId, Instant StartsAt, Instant EndsAt, ReservationState State,
    Instant ExpiresAt, Instant CreatedAt, Instant? ConfirmedAt, Instant? EndedAt, string? CancelReason)
{
    /// <summary>A lapsed hold is expired, whether or not anybody has written that down yet.</summary>
    public Reservation AsOf(Instant now) => State == ReservationState.Held && ExpiresAt <= now ? Lapsed() : this;

    public Reservation Lapsed() => this with { State = ReservationState.Expired, EndedAt = ExpiresAt };

    /// <summary>Held becomes confirmed, once, before it lapses.</summary>
    public Reservation Confirm(Instant now)
    {
        if (State == ReservationState.Confirmed)
            throw new Refused(Reason.Conflict, "already_confirmed", "This reservation is confirmed already.");
        return RequireLive(now) with { State = ReservationState.Confirmed, ConfirmedAt = now };
    }

    /// <summary>Held or confirmed becomes cancelled, once.</summary>
    public Reservation Cancel(Instant now, string? reason) =>
        RequireLive(now) with { State = ReservationState.Cancelled, EndedAt = now, CancelReason = reason };

    Reservation RequireLive(Instant now) => AsOf(now).State switch
    {
        ReservationState.Held or ReservationState.Confirmed => this,
        ReservationState.Expired => throw new Refused(Reason.Gone, "hold_expired", "The hold has expired."),
        ReservationState.Cancelled =>
            throw new Refused(Reason.Conflict, "already_cancelled", "This reservation was cancelled."),
        ReservationState.Completed or ReservationState.NoShow =>
            throw new Refused(Reason.Conflict, "already_over", "This appointment is over."),
    };

    /// <summary>The words of an event about this reservation.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"reservation.{verb}", $"reservation/{Id}", this)
    {
        ProviderId = ProviderId,
    };

    /// <summary>A reservation that the caller may see, locked until the end of the transaction.</summary>
    public static async Task<Reservation> FindToChange(Session session, Call call, long id)
    {
        var found = await session.One(FindWithOwners, row => new Owned(
            Read(row), row.Text("owner_user_id"), row.LongOrNull("organisation_id"), row.TextOrNull("client_user_id")),
            ("id", id));
        return found is not null && call.Reach.Covers(found.OwnerUserId, found.OrganisationId, found.ClientUserId)
            ? found.Reservation
            : throw Refused.NotFound("reservation");
    }

    /// <summary>Writes a decision down, where nothing has changed since it was taken.</summary>
    public async Task Store(Session session, ReservationState was)
    {
        var stored = await session.Run(Update, ("id", Id), ("was", was), ("state", State),
            ("confirmed", ConfirmedAt), ("ended", EndedAt), ("reason", CancelReason));
        if (stored != 1)
            throw new InvalidOperationException("The reservation changed under its lock.");
    }

    sealed record Owned(Reservation Reservation, string OwnerUserId, long? OrganisationId, string? ClientUserId);

    // The owners are looked up beside the row, not joined to it: a lock on the provider's row would be everybody's
    // queue.
    static readonly Sql FindWithOwners = new($$"""
        SELECT {{Columns("r.")}},
               (SELECT p.owner_user_id FROM public_providers p WHERE p.id = r.provider_id) AS owner_user_id,
               (SELECT p.organisation_id FROM public_providers p WHERE p.id = r.provider_id) AS organisation_id,
               (SELECT c.user_id FROM public_clients c WHERE c.id = r.client_id) AS client_user_id
        FROM reservations r
        WHERE r.id = @id
        {lock}
        """);

    static readonly Sql Update = new("""
        UPDATE reservations
        SET state = @state, confirmed_at = @confirmed, ended_at = @ended, cancel_reason = @reason
        WHERE id = @id AND state = @was
        """);

    /// <summary>
    /// What <see cref="Read"/> reads, each behind <paramref name="table"/> where a statement has several.
    /// </summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "opening_id", "slot_index", "provider_id", "client_id", "starts_at", "ends_at", "state",
            "expires_at", "created_at", "confirmed_at", "ended_at", "cancel_reason",
        ]).Select(column => table + column));

    public static Reservation Read(Row row) => new(
        row.Long("id"), Scheduling.SlotId.Of(row.Long("opening_id"), row.Int("slot_index")), row.Long("provider_id"),
        row.Long("client_id"), row.At("starts_at"), row.At("ends_at"), row.Word<ReservationState>("state"),
        row.At("expires_at"), row.At("created_at"), row.AtOrNull("confirmed_at"), row.AtOrNull("ended_at"),
        row.TextOrNull("cancel_reason"));
}
