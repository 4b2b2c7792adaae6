using Kalends.Events.Public;
using Kalends.Messages.Delivery;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>A reason to write to a client, or to their provider.</summary>
/// <param name="Kind">The kind of message.</param>
/// <param name="Key">What tells it from all others.</param>
/// <param name="Facts">The reservation that it is about.</param>
/// <param name="ExpiresAt">The time from which the message is of no use.</param>
sealed record Occasion(MessageKind Kind, string Key, Occasion.Reservation Facts, Instant ExpiresAt)
{
    /// <summary>The facts of an event about a reservation.</summary>
    public sealed record Reservation(
        long Id, long ClientId, long ProviderId, Instant StartsAt, string State, Instant? ConfirmedAt,
        Instant? EndedAt, int Sequence, long? OrganisationId, Place? From = null)
    {
        /// <summary>Whether it was moved here from another provider.</summary>
        public bool IsHandedOver => From is { } from && from.ProviderId != ProviderId;
    }

    /// <summary>Where a reservation was before it was moved.</summary>
    public sealed record Place(long ProviderId);

    /// <summary>The kinds of events that may be a reason.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "reservation.confirmed", "reservation.rescheduled", "reservation.left", "reservation.cancelled",
        "reservation.completed",
    ];

    // What is older is no news.
    static readonly TimeSpan NewsFor = TimeSpan.FromDays(1);

    /// <summary>The reasons that an event is.</summary>
    /// <remarks>
    /// A hold is nobody's appointment yet, so what happens to it is not told; nor is a cancellation after the start,
    /// which only sets the records right. To a provider who takes over from another one, a move is a new appointment.
    /// </remarks>
    public static IEnumerable<Occasion> Of(EventFacts happened, Instant now)
    {
        var soon = happened.CreatedAt + NewsFor;
        if (soon <= now)
            return [];
        var facts = happened.Read<Reservation>();
        var latest = Instant.Min(soon, facts.StartsAt);
        Occasion Told(MessageKind kind, string about, Instant until) =>
            new(kind, $"{EnumText.Of(kind)}/{about}", facts, until);
        var (once, thisMove) = ($"{facts.Id}", $"{facts.Id}/{facts.Sequence}");
        return happened.Kind switch
        {
            "reservation.confirmed" =>
            [
                Told(MessageKind.Confirmation, once, latest),
                Told(MessageKind.ProviderConfirmation, once, latest),
            ],
            "reservation.rescheduled" when facts.State == "confirmed" =>
            [
                Told(MessageKind.Change, thisMove, latest),
                Told(
                    facts.IsHandedOver ? MessageKind.ProviderConfirmation : MessageKind.ProviderChange, thisMove,
                    latest),
            ],
            "reservation.left" when facts.State == "confirmed" =>
                [Told(MessageKind.ProviderHandover, thisMove, soon)],
            "reservation.cancelled" when facts.ConfirmedAt is not null && facts.EndedAt < facts.StartsAt =>
            [
                Told(MessageKind.Cancellation, once, soon),
                Told(MessageKind.ProviderCancellation, once, soon),
            ],
            "reservation.completed" => [Told(MessageKind.ReviewInvitation, once, soon)],
            _ => [],
        };
    }

    public NewMessage To(Recipient recipient) =>
        new(Key, Kind, recipient.Channel, recipient.ContactId, Facts.Sequence, ExpiresAt)
        {
            ReservationId = Facts.Id,
            ClientId = Kind.IsToProvider() ? null : Facts.ClientId,
            OrganisationId = Facts.OrganisationId,
        };
}
