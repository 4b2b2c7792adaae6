using Kalends.Platform.Storage;
using NodaTime.Text;

namespace Kalends.Scheduling.Public;

/// <summary>What a provider's calendar holds in a part of a day, for whoever keeps it.</summary>
/// <param name="Bookings">The confirmed reservations, in the order of their starts.</param>
/// <param name="Closed">The stretches of time that are closed, in the order of their starts.</param>
/// <param name="ClosedDay">The name of the day if the organisation is closed on it.</param>
sealed record DayAgenda(
    IReadOnlyList<DayAgenda.Booking> Bookings, IReadOnlyList<DayAgenda.Closure> Closed, string? ClosedDay)
{
    const int RowsMax = 300;

    /// <param name="StartsAt">The start.</param>
    /// <param name="EndsAt">The end.</param>
    /// <param name="Client">The name of the client.</param>
    /// <param name="Service">The name of the service; null for a bare slot.</param>
    public sealed record Booking(Instant StartsAt, Instant EndsAt, string Client, string? Service);

    /// <param name="StartsAt">The start.</param>
    /// <param name="EndsAt">The end.</param>
    /// <param name="Reason">The reason; it may be empty.</param>
    public sealed record Closure(Instant StartsAt, Instant EndsAt, string Reason);

    public bool IsEmpty => Bookings.Count == 0 && Closed.Count == 0 && ClosedDay is null;

    public static async Task<DayAgenda> Find(Session session, long providerId, Interval period, LocalDate date)
    {
        (string, object?)[] values =
        [
            ("provider", providerId), ("from", period.Start), ("to", period.End),
            ("date", LocalDatePattern.Iso.Format(date)), ("most", (long)RowsMax),
        ];
        return new DayAgenda(
            await session.All(FindBookings, ReadBooking, values),
            await session.All(
                FindClosures, row => new Closure(row.At("starts_at"), row.At("ends_at"), row.Text("reason")), values),
            await session.One(FindClosedDay, row => row.Text("name"), values));
    }

    static Booking ReadBooking(Row row) => new(
        row.At("starts_at"), row.At("ends_at"), $"{row.Text("first_name")} {row.Text("last_name")}".Trim(),
        row.TextOrNull("service"));

    static readonly Sql FindBookings = new($"""
        SELECT r.starts_at, r.ends_at, c.first_name, c.last_name, s.name AS service
        FROM reservations r
        JOIN public_clients c ON c.id = r.client_id
        LEFT JOIN services s ON s.id = r.service_id
        WHERE r.provider_id = @provider AND r.state = 'confirmed'
          AND r.starts_at > @from - {Reservation.LengthMax.Micros} AND r.starts_at < @to AND r.ends_at > @from
        ORDER BY r.starts_at, r.id
        LIMIT @most
        """);

    static readonly Sql FindClosures = new("""
        SELECT starts_at, ends_at, reason
        FROM closures
        WHERE provider_id = @provider AND ends_at > @from AND starts_at < @to
        ORDER BY starts_at, id
        LIMIT @most
        """);

    static readonly Sql FindClosedDay = new("""
        SELECT d.name
        FROM public_providers p
        JOIN closed_days d ON d.organisation_id = p.organisation_id
        WHERE p.id = @provider AND d.date = @date
        """);
}
