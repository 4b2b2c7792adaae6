using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Where a reservation stands; held and confirmed are live, the others are over.</summary>
enum ReservationState
{
    /// <summary>The slot is kept until the hold expires or is confirmed.</summary>
    Held,

    /// <summary>The client is coming.</summary>
    Confirmed,

    /// <summary>The visit took place.</summary>
    Completed,

    /// <summary>The client did not come.</summary>
    NoShow,

    /// <summary>The hold was not confirmed in time.</summary>
    Expired,

    /// <summary>It was given back.</summary>
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
/// <param name="OrganisationId">
/// The organisation of its provider; once it has begun, or is over, the one in which that was.
/// </param>
sealed record Reservation(
    long Id, long SlotId, long ProviderId, long ClientId, Instant StartsAt, Instant EndsAt, ReservationState State,
    Instant ExpiresAt, Instant CreatedAt, Instant? ConfirmedAt, Instant? EndedAt, string? CancelReason,
    long? OrganisationId = null)
{
    [JsonIgnore]
    public Interval Stretch => new(StartsAt, EndsAt);

    /// <summary>A lapsed hold is expired, whether or not anybody has written that down yet.</summary>
    public Reservation AsOf(Instant now) => State == ReservationState.Held && ExpiresAt <= now
        ? this with { State = ReservationState.Expired, EndedAt = ExpiresAt }
        : this;

    public Reservation Confirm(Party by, Instant now) =>
        Move(ReservationChange.Confirm, by, now) with { ConfirmedAt = now };

    public Reservation Cancel(Party by, Instant now, string? reason) =>
        Move(ReservationChange.Cancel, by, now) with { EndedAt = now, CancelReason = reason };

    public Reservation Complete(Party by, Instant now) =>
        Move(ReservationChange.Complete, by, now) with { EndedAt = now };

    public Reservation Miss(Party by, Instant now) =>
        Move(ReservationChange.NoShow, by, now) with { EndedAt = now };

    public Reservation Reinstate(Party by, Instant now) =>
        Move(ReservationChange.Reinstate, by, now) with { EndedAt = null };

    Reservation Move(ReservationChange change, Party by, Instant now) =>
        this with { State = Transition.Find(change, this, by, now).To };

    /// <summary>The words of an event about this reservation.</summary>
    public DomainEvent Event(string verb) => new("scheduling", EventKind(verb), $"{Subject}{Id}", this)
    {
        ProviderId = ProviderId,
        OrganisationId = OrganisationId,
    };

    public static string EventKind(string verb) => $"reservation.{verb}";

    /// <summary>Which reservation an event is about.</summary>
    public static long IdOf(string subject) => long.Parse(subject.AsSpan(Subject.Length), CultureInfo.InvariantCulture);

    const string Subject = "reservation/";

    /// <summary>
    /// What <see cref="Read"/> reads, each behind <paramref name="table"/> where a statement has several.
    /// </summary>
    public static string Columns(string table = "") => string.Join(", ",
        ((string[])[
            "id", "opening_id", "slot_index", "provider_id", "client_id", "starts_at", "ends_at", "state",
            "expires_at", "created_at", "confirmed_at", "ended_at", "cancel_reason",
            "organisation_id",
        ]).Select(column => table + column));

    public static Reservation Read(Row row) => new(
        row.Long("id"), Scheduling.SlotId.Of(row.Long("opening_id"), row.Int("slot_index")), row.Long("provider_id"),
        row.Long("client_id"), row.At("starts_at"), row.At("ends_at"), row.Word<ReservationState>("state"),
        row.At("expires_at"), row.At("created_at"), row.AtOrNull("confirmed_at"), row.AtOrNull("ended_at"),
        row.TextOrNull("cancel_reason"), row.LongOrNull("organisation_id"));
}
