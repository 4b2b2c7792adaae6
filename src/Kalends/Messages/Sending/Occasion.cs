using Kalends.Events.Public;
using Kalends.Messages.Delivery;

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
        Instant? EndedAt, int Sequence, long? OrganisationId);

    /// <summary>The kinds of events that may be a reason.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["reservation.confirmed", "reservation.rescheduled", "reservation.cancelled", "reservation.completed"];

    // What is older is no news.
    static readonly TimeSpan NewsFor = TimeSpan.FromDays(1);

    /// <summary>The reason that an event is; null if it is none.</summary>
    /// <remarks>
    /// A hold is nobody's appointment yet, so what happens to it is not told; nor is a cancellation after the start,
    /// which only sets the records right.
    /// </remarks>
    public static Occasion? Of(EventFacts happened, Instant now)
    {
        if (happened.CreatedAt + NewsFor <= now)
            return null;
        var facts = happened.Read<Reservation>();
        var (soon, latest) = (happened.CreatedAt + NewsFor, Instant.Min(happened.CreatedAt + NewsFor, facts.StartsAt));
        return happened.Kind switch
        {
            "reservation.confirmed" => new(
                MessageKind.Confirmation, $"confirmation/{facts.Id}", facts, latest),
            "reservation.rescheduled" when facts.State == "confirmed" => new(
                MessageKind.Change, $"change/{facts.Id}/{facts.Sequence}", facts, latest),
            "reservation.cancelled" when facts.ConfirmedAt is not null && facts.EndedAt < facts.StartsAt => new(
                MessageKind.Cancellation, $"cancellation/{facts.Id}", facts, soon),
            "reservation.completed" => new(
                MessageKind.ReviewInvitation, $"review_invitation/{facts.Id}", facts, soon),
            _ => null,
        };
    }

    /// <summary>The same for the provider; null if they have no use for it.</summary>
    public Occasion? OfProvider => Kind switch
    {
        MessageKind.Confirmation => Told(MessageKind.ProviderConfirmation),
        MessageKind.Change => Told(MessageKind.ProviderChange),
        MessageKind.Cancellation => Told(MessageKind.ProviderCancellation),
        _ => null,
    };

    Occasion Told(MessageKind kind) => this with { Kind = kind, Key = $"provider_{Key}" };

    public NewMessage To(Recipient recipient) =>
        new(Key, Kind, recipient.Channel, recipient.ContactId, Facts.Sequence, ExpiresAt)
        {
            ReservationId = Facts.Id,
            ClientId = recipient.IsClient ? Facts.ClientId : null,
            OrganisationId = Facts.OrganisationId,
        };
}
