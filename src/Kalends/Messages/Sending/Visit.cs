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
sealed record Visit(
    long Id, long ProviderId, string State, Instant StartsAt, Instant EndsAt, int Sequence, string Provider,
    string Client, string TimeZone, string ProviderTimeZone, string Service, string Place, string? Organisation)
{
    public static ValueTask<Visit?> Find(Session session, long reservationId) =>
        session.One(FindOne, Read, ("id", reservationId));

    /// <summary>Whether a message still says how things are.</summary>
    public bool IsTrue(MessageKind kind, long revision, Instant? startsAt, Instant now) => kind switch
    {
        MessageKind.Confirmation or MessageKind.ProviderConfirmation => IsAhead(now),
        MessageKind.Change or MessageKind.ProviderChange => IsAhead(now) && Sequence == revision,
        MessageKind.Reminder => IsAhead(now) && StartsAt == startsAt,
        MessageKind.Cancellation or MessageKind.ProviderCancellation => State == "cancelled",
        MessageKind.ReviewInvitation => State == "completed",
        _ => false,
    };

    bool IsAhead(Instant now) => State == "confirmed" && now < StartsAt;

    static Visit Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.Text("state"), row.At("starts_at"), row.At("ends_at"),
        row.Int("sequence"), row.Text("provider"), $"{row.Text("first_name")} {row.Text("last_name")}".Trim(),
        row.Text("time_zone"), row.Text("provider_zone"), row.TextOrNull("service") ?? "",
        row.TextOrNull("place") ?? "", row.TextOrNull("organisation"));

    static readonly Sql FindOne = new("""
        SELECT r.id, r.provider_id, r.state, r.starts_at, r.ends_at, r.sequence, p.name AS provider,
               p.time_zone AS provider_zone, c.first_name, c.last_name, c.time_zone, s.name AS service, s.place,
               o.name AS organisation
        FROM public_reservations r
        JOIN public_providers p ON p.id = r.provider_id
        JOIN public_clients c ON c.id = r.client_id
        LEFT JOIN public_services s ON s.id = r.service_id
        LEFT JOIN public_organisations o ON o.id = r.organisation_id
        WHERE r.id = @id
        """);
}
