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

    /// <summary>A request, or a cancellation of a reservation that is over; null if there is none.</summary>
    public static async Task<Written?> Write(
        Session session, long reservationId, string organiser, string attendee, bool toProvider, Instant now)
    {
        var booked = await session.One(Find, row => BookedTime.Read(row, now), ("id", reservationId));
        return booked is null
            ? null
            : new Written(
                CalendarOfBooked.MethodOf(booked),
                CalendarOfBooked.Message(booked, new CalendarOfBooked.Parties(organiser, attendee, toProvider, now)));
    }

    static readonly Sql Find = new($"""
        SELECT {BookedTime.Columns}
        FROM {BookedTime.Rows}
        WHERE r.id = @id
        """);
}
