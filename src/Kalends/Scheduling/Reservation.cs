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

/// <summary>Why a reservation was cancelled (FHIR Appointment.cancellationReason).</summary>
enum CancelCode
{
    /// <summary>The client wished so.</summary>
    ClientRequest,

    /// <summary>The client is ill.</summary>
    Illness,

    /// <summary>The provider cannot keep the appointment.</summary>
    ProviderUnavailable,

    /// <summary>The appointment is not needed any more.</summary>
    NotNeeded,

    /// <summary>The reservation was a mistake.</summary>
    BookedByMistake,

    /// <summary>There is another reason.</summary>
    Other,
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
sealed record Reservation(
    long Id, long SlotId, long ProviderId, long ClientId, Instant StartsAt, Instant EndsAt, ReservationState State,
    Instant ExpiresAt, Instant CreatedAt, Instant? ConfirmedAt, Instant? EndedAt, string? CancelReason,
    long? OrganisationId = null, long? ServiceId = null, long Version = 1, int Sequence = 0,
    Instant? ArrivedAt = null, Instant? ExtendedAt = null, CancelCode? CancelCode = null, bool Late = false) : ITagged
{
    /// <summary>The greatest length of a reservation.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(1);

    /// <summary>The greatest length of the time that a reservation takes, buffers included.</summary>
    public static readonly TimeSpan BusyMax = TimeSpan.FromDays(2);

    /// <summary>The ETag: it changes also when a hold lapses, which is no other version.</summary>
    [JsonIgnore]
    public EntityTag Tag => new(Version, EnumText.Of(State));

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
        Move(ReservationChange.Confirm, by, now) with { ConfirmedAt = now };

    [Makes(ReservationChange.Cancel)]
    public Reservation Cancel(Party by, Instant now, string? reason) =>
        Move(ReservationChange.Cancel, by, now) with { EndedAt = now, CancelReason = reason };

    [Makes(ReservationChange.Complete)]
    public Reservation Complete(Party by, Instant now) =>
        Move(ReservationChange.Complete, by, now) with { EndedAt = now };

    [Makes(ReservationChange.NoShow)]
    public Reservation Miss(Party by, Instant now) =>
        Move(ReservationChange.NoShow, by, now) with { EndedAt = now };

    [Makes(ReservationChange.Reinstate)]
    public Reservation Reinstate(Party by, Instant now) =>
        Move(ReservationChange.Reinstate, by, now) with { EndedAt = null };

    Reservation Move(ReservationChange change, Party by, Instant now) =>
        this with { State = Transition.Find(change, this, by, now).To, Version = Version + 1 };

    /// <summary>The event about this reservation, without the reason of a cancellation, which is personal.</summary>
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
        $"{table}busy_to > {from} AND {table}busy_to < {to} + {(long)BusyMax.TotalMicroseconds} " +
        $"AND {table}busy_from < {to}";

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
