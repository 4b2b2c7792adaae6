using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>The state of a reservation; held and confirmed reservations are live, the others are over.</summary>
enum ReservationState
{
    /// <summary>The slot is kept until the hold is confirmed or expires.</summary>
    Held,

    /// <summary>The reservation is confirmed, and the client is expected.</summary>
    Confirmed,

    /// <summary>The visit took place.</summary>
    Completed,

    /// <summary>The client did not come.</summary>
    NoShow,

    /// <summary>The hold was not confirmed in time.</summary>
    Expired,

    /// <summary>The reservation was cancelled.</summary>
    Cancelled,
}

/// <summary>A client's reservation of a slot (FHIR Appointment).</summary>
/// <param name="Id">The id of the reservation.</param>
/// <param name="SlotId">The slot that is reserved.</param>
/// <param name="ProviderId">The provider who offers the slot.</param>
/// <param name="ClientId">The client for whom the slot is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
/// <param name="State">The state of the reservation at this moment.</param>
/// <param name="ExpiresAt">The instant at which a hold expires unless it is confirmed.</param>
/// <param name="CreatedAt">The instant at which it was made.</param>
/// <param name="ConfirmedAt">The instant at which it was confirmed.</param>
/// <param name="EndedAt">
/// The instant at which it expired, was cancelled, or was recorded as completed or missed.
/// </param>
/// <param name="CancelReason">The reason for the cancellation.</param>
/// <param name="OrganisationId">
/// The organisation of its provider; once the reservation has begun or is over, the organisation in which that was.
/// </param>
/// <param name="ServiceId">The service that is reserved; null for a bare slot.</param>
/// <param name="Version">The number of the version; each change counts, except that a hold lapses.</param>
/// <param name="Sequence">How often it was moved (RFC 5545, SEQUENCE).</param>
/// <param name="ArrivedAt">The instant at which the client arrived.</param>
/// <param name="ExtendedAt">The instant at which the hold was extended, which is done at most once.</param>
/// <param name="CancelCode">The kind of reason for the cancellation.</param>
/// <param name="Late">Whether the client cancelled it after the notice for cancelling had passed.</param>
/// <param name="OutsideHours">
/// Whether it is live, lies ahead, and no opening covers it any more; null for callers who do not keep the calendar.
/// </param>
sealed record Reservation(
    long Id, long SlotId, long ProviderId, long ClientId, Instant StartsAt, Instant EndsAt, ReservationState State,
    Instant ExpiresAt, Instant CreatedAt, Instant? ConfirmedAt, Instant? EndedAt, string? CancelReason,
    long? OrganisationId = null, long? ServiceId = null, long Version = 1, int Sequence = 0,
    Instant? ArrivedAt = null, Instant? ExtendedAt = null, CancelCode? CancelCode = null, bool Late = false,
    bool? OutsideHours = null) : ITagged
{
    /// <summary>The greatest length of a reservation.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(1);

    /// <summary>The greatest length of the time that a reservation takes, buffers included.</summary>
    public static readonly TimeSpan BusyMax = TimeSpan.FromDays(2);

    /// <summary>
    /// The ETag: it changes also when a hold lapses, and when openings come to cover it or cease to, neither of which
    /// is another version.
    /// </summary>
    [JsonIgnore]
    public EntityTag Tag => new(Version, EnumText.Of(State) + (OutsideHours == true ? "-outside" : ""));

    [JsonIgnore]
    public Interval Stretch => new(StartsAt, EndsAt);

    /// <summary>
    /// The reservation at an instant; a lapsed hold is expired, whether or not it has been marked as expired.
    /// </summary>
    public Reservation AsOf(Instant now) => State == ReservationState.Held && ExpiresAt <= now
        ? this with { State = ReservationState.Expired, EndedAt = ExpiresAt }
        : this;

    [Makes(ReservationChange.Confirm)]
    public Reservation Confirm(Party by, Instant now) =>
        Change(ReservationChange.Confirm, by, now) with { ConfirmedAt = now };

    /// <summary>
    /// Cancels the reservation; a client who cancels a confirmed one in less than <paramref name="notice"/> is late.
    /// </summary>
    [Makes(ReservationChange.Cancel)]
    public Reservation Cancel(
        Party by, Instant now, string? reason, CancelCode? code = null, TimeSpan notice = default) =>
        Change(ReservationChange.Cancel, by, now) with
        {
            EndedAt = now,
            CancelReason = reason,
            CancelCode = code,
            Late = IsLate(by, now, notice),
        };

    [Makes(ReservationChange.Complete)]
    public Reservation Complete(Party by, Instant now) =>
        Change(ReservationChange.Complete, by, now) with { EndedAt = now };

    [Makes(ReservationChange.NoShow)]
    public Reservation Miss(Party by, Instant now) =>
        Change(ReservationChange.NoShow, by, now) with { EndedAt = now };

    [Makes(ReservationChange.Reinstate)]
    public Reservation Reinstate(Party by, Instant now) =>
        Change(ReservationChange.Reinstate, by, now) with { EndedAt = null };

    /// <summary>Extends a hold, once, to the end of a new one, and to its start at most.</summary>
    [Makes(ReservationChange.Extend)]
    public Reservation Extend(Party by, Instant now, TimeSpan hold) =>
        Change(ReservationChange.Extend, by, now) with
        {
            ExpiresAt = Instant.Max(ExpiresAt, Instant.Min(now + hold, StartsAt)),
            ExtendedAt = now,
        };

    /// <summary>Records that the client arrived; a second record of it changes nothing.</summary>
    [Makes(ReservationChange.Arrive)]
    public Reservation Arrive(Party by, Instant now)
    {
        var arrived = Change(ReservationChange.Arrive, by, now) with { ArrivedAt = now };
        return ArrivedAt is null ? arrived : this;
    }

    /// <summary>Takes the reservation out of its slot, for another one.</summary>
    [Makes(ReservationChange.Reschedule)]
    public Reservation Reschedule(Party by, Instant now) =>
        Change(ReservationChange.Reschedule, by, now) with { Sequence = Sequence + 1, ArrivedAt = null };

    /// <summary>The reservation in another slot; a hold ends as before, and at its new start at most.</summary>
    public Reservation In(WantedSlot slot) => this with
    {
        SlotId = slot.Place.SlotId,
        ProviderId = slot.Place.Opening.ProviderId,
        OrganisationId = slot.OrganisationId,
        StartsAt = slot.Place.Care.Start,
        EndsAt = slot.Place.Care.End,
        ExpiresAt = State == ReservationState.Held ? Instant.Min(ExpiresAt, slot.Place.Care.Start) : ExpiresAt,
    };

    /// <summary>
    /// Whether a notice has passed, which counts for clients and for confirmed reservations: a hold binds nobody, and
    /// keepers make the rules.
    /// </summary>
    public bool IsLate(Party by, Instant now, TimeSpan notice) =>
        State == ReservationState.Confirmed && (by & Party.Keeper) == 0 && StartsAt < now + notice;

    Reservation Change(ReservationChange change, Party by, Instant now)
    {
        var to = Transition.Find(change, this, by, now).To;
        return this with
        {
            State = to,
            Version = Version + 1,
            OutsideHours = OutsideHours is { } outside ? outside && IsLive(to) : null,
        };
    }

    static bool IsLive(ReservationState state) => state is ReservationState.Held or ReservationState.Confirmed;

    /// <summary>The event about this reservation, without the personal reason of a cancellation.</summary>
    public DomainEvent Event(string verb) => new("scheduling", EventKind(verb), $"{Subject}{Id}", new Facts(
        Id, SlotId, ProviderId, ClientId, StartsAt, EndsAt, State, ExpiresAt, CreatedAt, ConfirmedAt, EndedAt,
        OrganisationId, ServiceId, Version, Sequence, ArrivedAt, ExtendedAt, Late))
    {
        ProviderId = ProviderId,
        OrganisationId = OrganisationId,
    };

    sealed record Facts(
        long Id, long SlotId, long ProviderId, long ClientId, Instant StartsAt, Instant EndsAt, ReservationState State,
        Instant ExpiresAt, Instant CreatedAt, Instant? ConfirmedAt, Instant? EndedAt, long? OrganisationId,
        long? ServiceId, long Version, int Sequence, Instant? ArrivedAt, Instant? ExtendedAt, bool Late);

    public static string EventKind(string verb) => $"reservation.{verb}";

    /// <summary>The id of the reservation that an event is about.</summary>
    public static long IdOf(string subject) => long.Parse(subject.AsSpan(Subject.Length), CultureInfo.InvariantCulture);

    const string Subject = "reservation/";

    /// <summary>
    /// The condition on reservations that are held or confirmed, lapsed holds included; the indexes of live
    /// reservations contain exactly these.
    /// </summary>
    public static string Live(string table = "") => $"{table}state IN ('held', 'confirmed')";

    /// <summary>The condition on reservations that are confirmed, or held and not lapsed at <c>@now</c>.</summary>
    public static string LiveNow(string table = "") =>
        $"{Live(table)} AND ({table}state = 'confirmed' OR {table}expires_at > @now)";

    /// <summary>
    /// The condition on reservations that take time between two instants. It states the greatest length of that time;
    /// without it, an index scan could not end.
    /// </summary>
    public static string Overlap(string from, string to, string table = "") =>
        $"{table}busy_to > {from} AND {table}busy_to < {to} + {BusyMax.Micros} " +
        $"AND {table}busy_from < {to}";

    /// <summary>The rows of reservations <c>r</c>, each with its provider <c>p</c> and its client <c>c</c>.</summary>
    public const string Rows = """
        reservations r
        JOIN public_providers p ON p.id = r.provider_id
        JOIN public_clients c ON c.id = r.client_id
        """;

    /// <summary>The condition on <see cref="Rows"/> of which the caller keeps the calendar.</summary>
    public const string Kept = "(@all OR r.organisation_id = @organisation OR p.owner_user_id = @owner)";

    /// <summary>The condition on <see cref="Rows"/> that the caller may see.</summary>
    public const string Visible = $"({Kept} OR c.user_id = @self OR {OfGuest})";

    /// <summary>
    /// The condition on a client <c>c</c> who is the guest that calls; one who has a user by now, or was erased, is
    /// nobody's guest.
    /// </summary>
    public const string OfGuest = "(c.id = @guest AND c.user_id IS NULL AND c.erased_at IS NULL)";

    /// <summary>
    /// The columns that <see cref="Read"/> reads, each prefixed with <paramref name="table"/> if a statement has
    /// several tables.
    /// </summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "opening_id", "slot_index", "provider_id", "client_id", "starts_at", "ends_at", "state",
            "expires_at", "created_at", "confirmed_at", "ended_at", "cancel_reason", "organisation_id", "service_id",
            "version", "sequence", "arrived_at", "extended_at", "cancel_code", "late",
        ]).Select(column => table + column));

    public static Reservation Read(Row row) => new(
        row.Long("id"), Scheduling.SlotId.Of(row.Long("opening_id"), row.Int("slot_index")), row.Long("provider_id"),
        row.Long("client_id"), row.At("starts_at"), row.At("ends_at"), row.Word<ReservationState>("state"),
        row.At("expires_at"), row.At("created_at"), row.AtOrNull("confirmed_at"), row.AtOrNull("ended_at"),
        row.TextOrNull("cancel_reason"), row.LongOrNull("organisation_id"), row.LongOrNull("service_id"),
        row.Long("version"), row.Int("sequence"), row.AtOrNull("arrived_at"), row.AtOrNull("extended_at"),
        row.WordOrNull<CancelCode>("cancel_code"), row.Long("late") == 1);
}
