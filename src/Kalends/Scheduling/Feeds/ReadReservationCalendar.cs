using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Feeds;

/// <summary>
/// Reads a reservation as an iCalendar (RFC 5545) with one event, without the name of the client. The event keeps its
/// UID when the reservation moves; SEQUENCE counts the moves and the end, and STATUS is TENTATIVE for a hold,
/// CANCELLED for a reservation that was cancelled or has expired, and CONFIRMED otherwise.
/// </summary>
static class ReadReservationCalendar
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    public static async Task<CalendarText> Run(Input input, Call call) =>
        (await ByIds([input.Id], call)).TryGetValue(input.Id, out var found)
            ? new CalendarText(Write(found), $"reservation-{input.Id}.ics")
            : throw SchedulingErrors.NoSuchReservation.Refused();

    /// <summary>The calendars of many reservations; null for those that the caller may not see.</summary>
    public static async Task<IReadOnlyList<string?>> OfReservations(
        IReadOnlyList<Reservation> reservations, Call call)
    {
        var found = await ByIds(reservations.Select(one => one.Id).Distinct().ToList(), call);
        return reservations.Select(one => found.TryGetValue(one.Id, out var booked) ? Write(booked) : null).ToList();
    }

    static string Write(BookedTime booked) =>
        CalendarOfBooked.Write([booked], new CalendarOfBooked.Titles(ShowsProvider: true));

    static Task<IReadOnlyDictionary<long, BookedTime>> ByIds(IReadOnlyList<long> ids, Call call) => call.ReadByIds(
        FindVisible, row => BookedTime.Read(row, call.Now), found => found.Reservation.Id,
        call.Scope.With(("ids", ids)));

    static readonly Sql FindVisible = new($$"""
        SELECT {{BookedTime.Columns}}
        FROM {{BookedTime.Rows}}
        WHERE r.id {list ids} AND {{Reservation.Visible}}
        """);
}
