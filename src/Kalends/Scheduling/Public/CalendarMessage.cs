using Kalends.Platform.Storage;
using Kalends.Scheduling.Feeds;

namespace Kalends.Scheduling.Public;

/// <summary>
/// Writes a reservation as an iCalendar for its client or its provider (RFC 5546), with the UID and the SEQUENCE that
/// feeds have.
/// </summary>
static class CalendarMessage
{
    /// <summary>The method, and the text.</summary>
    public sealed record Written(string Method, string Text);

    /// <summary>
    /// A request, or a cancellation of a reservation that is over or, with <paramref name="left"/>, that went from its
    /// provider to another one by the move of this number; null if there is none.
    /// </summary>
    public static async Task<Written?> Write(
        Session session, long reservationId, string organiser, string attendee, bool toProvider, Instant now,
        long? left = null)
    {
        var booked = left is { } sequence
            ? await session.One(
                FindLeft, row => Left(BookedTime.Read(row, now), row), ("id", reservationId), ("sequence", sequence))
            : await session.One(Find, row => BookedTime.Read(row, now), ("id", reservationId));
        return booked is null
            ? null
            : new Written(
                CalendarOfBooked.MethodOf(booked),
                CalendarOfBooked.Message(booked, new CalendarOfBooked.Parties(organiser, attendee, toProvider, now)));
    }

    // To the provider whom it has left, it is cancelled.
    static BookedTime Left(BookedTime booked, Row row) => booked with
    {
        Reservation = booked.Reservation with
        {
            StartsAt = row.At("left_starts_at"),
            EndsAt = row.At("left_ends_at"),
            Sequence = row.Int("left_sequence"),
            State = ReservationState.Cancelled,
        },
    };

    static readonly Sql Find = new($"""
        SELECT {BookedTime.Columns}
        FROM {BookedTime.Rows}
        WHERE r.id = @id
        """);

    static readonly Sql FindLeft = new($"""
        SELECT {BookedTime.Columns}, l.starts_at AS left_starts_at, l.ends_at AS left_ends_at,
               l.sequence AS left_sequence
        FROM reservation_moves l
        JOIN reservations r ON r.id = l.reservation_id
        JOIN public_providers p ON p.id = l.provider_id
        JOIN public_clients c ON c.id = r.client_id
        LEFT JOIN services s ON s.id = r.service_id
        JOIN installation n ON n.id = 1
        WHERE l.reservation_id = @id AND l.sequence = @sequence
        """);
}
