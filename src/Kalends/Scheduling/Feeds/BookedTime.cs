using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Feeds;

/// <summary>A reservation with all that a calendar shows of it.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="MovedAt">The instant of its last move.</param>
/// <param name="Provider">The name of the provider.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="Client">The name of the client.</param>
/// <param name="Service">The name of the service; null for a bare slot.</param>
/// <param name="Place">The address, the link or the telephone number of the service.</param>
/// <param name="Installation">The name of this installation.</param>
sealed record BookedTime(
    Reservation Reservation, Instant? MovedAt, string Provider, string TimeZone, string Client, string? Service,
    string? Place, string Installation)
{
    /// <summary>The UID of the event (RFC 5545, 3.8.4.7), which it keeps through all moves.</summary>
    public string Uid => $"reservation-{Reservation.Id}{UidEnd(Installation)}";

    /// <summary>The end of the UIDs that an installation gives.</summary>
    public static string UidEnd(string installation) => $"@{installation}.kalends";

    public bool IsOver => Reservation.State is ReservationState.Cancelled or ReservationState.Expired;

    /// <summary>The number of the revision: moves count, and so does the end (RFC 5546, 2.1.4).</summary>
    public int Sequence => Reservation.Sequence + (IsOver ? 1 : 0);

    /// <summary>The instant of the last change that a calendar shows.</summary>
    public Instant ChangedAt => new[]
    {
        Reservation.CreatedAt, Reservation.ConfirmedAt, Reservation.EndedAt, Reservation.ArrivedAt,
        Reservation.ExtendedAt, MovedAt,
    }.Max()!.Value;

    /// <summary>The columns that <see cref="Read"/> reads of <see cref="Rows"/>.</summary>
    public static readonly string Columns = $"""
        {Reservation.Columns("r.")}, p.name AS provider, p.time_zone, c.first_name, c.last_name, s.name AS service,
        s.place, n.name AS installation, (
            SELECT MAX(m.moved_at)
            FROM reservation_moves m
            WHERE m.reservation_id = r.id) AS moved_at
        """;

    public const string Rows = $"""
        {Reservation.Rows}
        LEFT JOIN services s ON s.id = r.service_id
        JOIN installation n ON n.id = 1
        """;

    public static BookedTime Read(Row row, Instant now) => new(
        Reservation.Read(row).AsOf(now), row.AtOrNull("moved_at"), row.Text("provider"), row.Text("time_zone"),
        $"{row.Text("first_name")} {row.Text("last_name")}".Trim(), row.TextOrNull("service"),
        row.TextOrNull("place"), row.Text("installation"));
}
