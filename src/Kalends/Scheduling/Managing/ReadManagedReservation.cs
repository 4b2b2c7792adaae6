using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Managing;

/// <summary>A reservation as somebody with a link to it sees it.</summary>
/// <param name="Id">The id of the reservation.</param>
/// <param name="SlotId">The slot that is reserved.</param>
/// <param name="StartsAt">The start of the slot.</param>
/// <param name="EndsAt">The end of the slot.</param>
/// <param name="State">The state of the reservation at this moment.</param>
/// <param name="ExpiresAt">The instant at which a hold expires.</param>
/// <param name="ProviderId">The provider who offers the slot.</param>
/// <param name="Provider">The name of the provider.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="ServiceId">The service that is reserved; null for a bare slot.</param>
/// <param name="Service">The name of the service.</param>
/// <param name="Place">The address, the link or the telephone number of the service.</param>
sealed record ManagedReservation(
    long Id, long SlotId, Instant StartsAt, Instant EndsAt, ReservationState State, Instant ExpiresAt, long ProviderId,
    string Provider, string TimeZone, long? ServiceId, string? Service, string? Place);

/// <summary>
/// Reads a reservation by a link to it. The link ends at the start for which it was made, and as soon as the
/// reservation is over.
/// </summary>
static class ReadManagedReservation
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token);

    public static async Task<ManagedReservation> Run(Input input, Call call)
    {
        var holder = await LinkHolder.Of(input.Token, call);
        return await call.Read(session => Find(session, holder));
    }

    /// <summary>The reservation of a link, in whatever state it is.</summary>
    public static async Task<ManagedReservation> Find(Session session, LinkHolder holder) =>
        (await session.One(FindOne, row => Read(row, holder.Call.Now), ("id", holder.ReservationId)))!;

    static ManagedReservation Read(Row row, Instant now)
    {
        var reservation = Reservation.Read(row).AsOf(now);
        return new ManagedReservation(
            reservation.Id, reservation.SlotId, reservation.StartsAt, reservation.EndsAt, reservation.State,
            reservation.ExpiresAt, reservation.ProviderId, row.Text("provider"), row.Text("time_zone"),
            reservation.ServiceId, row.TextOrNull("service"), row.TextOrNull("place"));
    }

    static readonly Sql FindOne = new($"""
        SELECT {Reservation.Columns("r.")}, p.name AS provider, p.time_zone, s.name AS service, s.place
        FROM {Reservation.Rows}
        LEFT JOIN services s ON s.id = r.service_id
        WHERE r.id = @id
        """);
}
