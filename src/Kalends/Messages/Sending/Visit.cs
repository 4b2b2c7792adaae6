using Kalends.Messages.Contacts;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>A reservation as messages show it.</summary>
/// <param name="Id">The id of the reservation.</param>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="State">The state of the reservation.</param>
/// <param name="StartsAt">The start.</param>
/// <param name="EndsAt">The end.</param>
/// <param name="Sequence">How often it was moved.</param>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Client">The name of the client.</param>
/// <param name="TimeZone">The IANA name of the client's time zone.</param>
/// <param name="ProviderTimeZone">The IANA name of the provider's time zone.</param>
/// <param name="Service">The name of the service; empty for a bare slot.</param>
/// <param name="Place">Where it takes place; empty if that is not known.</param>
/// <param name="Organisation">The name of the organisation; null if there is none.</param>
/// <param name="KeeperId">The user who is the provider and keeps their own calendar; null if nobody is.</param>
/// <param name="IsWithProvider">Whether it is still with this provider.</param>
sealed record Visit(
    long Id, long ProviderId, string State, Instant StartsAt, Instant EndsAt, int Sequence, string Provider,
    string Client, string TimeZone, string ProviderTimeZone, string Service, string Place, string? Organisation,
    string? KeeperId, bool IsWithProvider)
{
    /// <summary>A reservation as a kind of message shows it: where it is now, or where it was before a move.</summary>
    public static ValueTask<Visit?> Find(Session session, long reservationId, MessageKind kind, long revision) =>
        kind == MessageKind.ProviderHandover
            ? session.One(FindLeft, Read, ("id", reservationId), ("sequence", revision))
            : session.One(FindOne, Read, ("id", reservationId));

    /// <summary>Whether a message still says how things are, to somebody whom it still concerns.</summary>
    public bool IsFor(QueuedMessage queued, Contact contact, Instant now) =>
        IsTrue(queued.Kind, queued.Revision, queued.StartsAt, now)
        && (!queued.Kind.IsToProvider() || (KeeperId is { } keeper && keeper == contact.UserId));

    bool IsTrue(MessageKind kind, long revision, Instant? startsAt, Instant now) => kind switch
    {
        MessageKind.Confirmation or MessageKind.ProviderConfirmation => IsAhead(now),
        MessageKind.Change or MessageKind.ProviderChange => IsAhead(now) && Sequence == revision,
        MessageKind.Reminder => IsAhead(now) && StartsAt == startsAt,
        MessageKind.Cancellation or MessageKind.ProviderCancellation => State == "cancelled",
        MessageKind.ProviderHandover => !IsWithProvider,
        MessageKind.ReviewInvitation => State == "completed",
        _ => false,
    };

    bool IsAhead(Instant now) => State == "confirmed" && now < StartsAt;

    static Visit Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.Text("state"), row.At("starts_at"), row.At("ends_at"),
        row.Int("sequence"), row.Text("provider"), $"{row.Text("first_name")} {row.Text("last_name")}".Trim(),
        row.Text("time_zone"), row.Text("provider_zone"), row.TextOrNull("service") ?? "",
        row.TextOrNull("place") ?? "", row.TextOrNull("organisation"), row.TextOrNull("keeper_id"),
        row.Long("provider_id") == row.Long("present_provider_id"));

    static readonly Sql FindOne = Find("r", from: "public_reservations r");

    static readonly Sql FindLeft = Find("m", from: """
        public_reservation_moves m
        JOIN public_reservations r ON r.id = m.reservation_id AND m.sequence = @sequence
        """);

    static Sql Find(string place, string from) => new($"""
        SELECT r.id, {place}.provider_id, r.state, {place}.starts_at, {place}.ends_at, r.sequence,
               r.provider_id AS present_provider_id, p.name AS provider, p.time_zone AS provider_zone,
               CASE WHEN p.user_id = p.owner_user_id AND p.deleted_at IS NULL THEN p.user_id END AS keeper_id,
               c.first_name, c.last_name, c.time_zone, s.name AS service, s.place, o.name AS organisation
        FROM {from}
        JOIN public_providers p ON p.id = {place}.provider_id
        JOIN public_clients c ON c.id = r.client_id
        LEFT JOIN public_services s ON s.id = r.service_id
        LEFT JOIN public_organisations o ON o.id = r.organisation_id
        WHERE r.id = @id
        """);
}
