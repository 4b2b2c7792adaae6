using Kalends.Platform.Storage;

namespace Kalends.Messages.Delivery;

/// <summary>A message that is to be sent.</summary>
/// <param name="Key">What the message is about: a second one with the same key is not queued.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="Channel">The way in which it reaches the person.</param>
/// <param name="ContactId">The contact that it is for; null for a guest, of whom there is none yet.</param>
/// <param name="Revision">
/// The move of the reservation, the version of the address, or the request of a guest, that it is about.
/// </param>
/// <param name="ExpiresAt">The time from which it is of no use.</param>
sealed record NewMessage(
    string Key, MessageKind Kind, MessageChannel Channel, long? ContactId, long Revision, Instant ExpiresAt)
{
    public long? ReservationId { get; init; }

    public long? ClientId { get; init; }

    public long? OrganisationId { get; init; }

    /// <summary>The start that a reminder is about, or the begin of the day of an agenda.</summary>
    public Instant? StartsAt { get; init; }

    /// <summary>The address, if it is not the contact's any more.</summary>
    public string? Address { get; init; }

    /// <summary>A hash of the address, for messages that are counted.</summary>
    public string? AddressHash { get; init; }

    /// <summary>Queues the message, unless there is one with its key.</summary>
    public ValueTask Queue(Session session, Instant now) => session.Enqueue(Insert,
        ("key", Key), ("kind", Kind), ("channel", Channel), ("contact", ContactId), ("reservation", ReservationId),
        ("client", ClientId), ("organisation", OrganisationId), ("revision", Revision), ("starts", StartsAt),
        ("address", Address), ("hash", AddressHash), ("now", now), ("expires", ExpiresAt));

    static readonly Sql Insert = new("""
        INSERT INTO messages
            (key, kind, channel, contact_id, reservation_id, client_id, organisation_id, revision, starts_at, address,
             address_hash, created_at, expires_at, state, next_attempt_at)
        VALUES
            (@key, @kind, @channel, @contact, @reservation, @client, @organisation, @revision, @starts, @address,
             @hash, @now, @expires, 'waiting', @now)
        ON CONFLICT (key) DO NOTHING
        """);
}
