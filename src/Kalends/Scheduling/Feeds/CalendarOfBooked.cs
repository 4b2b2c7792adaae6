using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime.TimeZones;
using ICalendar = Ical.Net.Calendar;

namespace Kalends.Scheduling.Feeds;

/// <summary>Writes reservations as an iCalendar (RFC 5545, RFC 7986).</summary>
static class CalendarOfBooked
{
    const string Product = "-//Kalends//Kalends//EN";

    /// <param name="Calendar">The name of the calendar; null if it has none.</param>
    /// <param name="About">A sentence about the calendar; null if there is none.</param>
    /// <param name="ShowsProvider">Whether titles have the name of the provider.</param>
    /// <param name="ShowsClient">Whether titles have the name of the client.</param>
    public sealed record Titles(
        string? Calendar = null, string? About = null, bool ShowsProvider = false, bool ShowsClient = false);

    /// <summary>The two sides of a message about one event (RFC 5546).</summary>
    /// <param name="Organiser">The e-mail address of the sender.</param>
    /// <param name="Attendee">The e-mail address of the recipient.</param>
    /// <param name="ToProvider">Whether the recipient is the provider; otherwise it is the client.</param>
    /// <param name="SentAt">The time of the message.</param>
    public sealed record Parties(string Organiser, string Attendee, bool ToProvider, Instant SentAt);

    /// <summary>The method of a message about a reservation.</summary>
    public static string MethodOf(BookedTime booked) => booked.IsOver ? "CANCEL" : "REQUEST";

    /// <summary>One reservation as a request to one of the two, or as the cancellation of one.</summary>
    public static string Message(BookedTime booked, Parties parties) => Write(
        [booked], new Titles(ShowsProvider: !parties.ToProvider, ShowsClient: parties.ToProvider), parties);

    public static string Write(IReadOnlyList<BookedTime> booked, Titles titles, Parties? parties = null)
    {
        var calendar = new ICalendar { ProductId = Product };
        if (parties is not null)
            calendar.Method = MethodOf(booked[0]);
        Name(calendar, titles);
        foreach (var zone in booked.GroupBy(one => one.TimeZone, StringComparer.Ordinal))
            calendar.TimeZones.Add(Zone(
                DateTimeZoneProviders.Tzdb[zone.Key], zone.Min(one => one.Reservation.StartsAt),
                zone.Max(one => one.Reservation.EndsAt)));
        foreach (var one in booked)
            calendar.Events.Add(Event(one, titles, parties));
        return Folding.Anew(new CalendarSerializer().SerializeToString(calendar)!);
    }

    static void Name(ICalendar calendar, Titles titles)
    {
        if (titles.Calendar is null)
            return;
        // The second of each pair is what programs read that are older than RFC 7986.
        calendar.AddProperty("NAME", titles.Calendar);
        calendar.AddProperty("X-WR-CALNAME", titles.Calendar);
        if (titles.About is not null)
            calendar.AddProperty("DESCRIPTION", titles.About);
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
        calendar.AddProperty("X-PUBLISHED-TTL", "PT15M");
    }

    static CalendarEvent Event(BookedTime one, Titles titles, Parties? parties)
    {
        var reservation = one.Reservation;
        var shown = new CalendarEvent
        {
            Uid = one.Uid,
            DtStart = At(reservation.StartsAt, one.TimeZone),
            DtEnd = At(reservation.EndsAt, one.TimeZone),
            Summary = Title(one, titles),
            Location = one.Place,
            Status = one.IsOver ? "CANCELLED" : reservation.State == ReservationState.Held ? "TENTATIVE" : "CONFIRMED",
            Transparency = one.IsOver ? TransparencyType.Transparent : TransparencyType.Opaque,
            Sequence = one.Sequence,
            Created = At(reservation.CreatedAt, CalDateTime.UtcTzId),
            // Without a METHOD this is the time of the last revision (RFC 5545, 3.8.7.2), so that a text that says the
            // same is the same.
            DtStamp = At(one.ChangedAt, CalDateTime.UtcTzId),
            LastModified = At(one.ChangedAt, CalDateTime.UtcTzId),
        };
        if (parties is not null)
            Address(shown, one, parties);
        return shown;
    }

    // With a METHOD, DTSTAMP is the time of the message.
    static void Address(CalendarEvent shown, BookedTime one, Parties parties)
    {
        shown.DtStamp = At(parties.SentAt, CalDateTime.UtcTzId);
        shown.Organizer = new Organizer($"mailto:{parties.Organiser}") { CommonName = one.Provider };
        shown.Attendees.Add(new Attendee($"mailto:{parties.Attendee}")
        {
            CommonName = parties.ToProvider ? one.Provider : one.Client,
            ParticipationStatus = "ACCEPTED",
            Rsvp = false,
        });
    }

    static string Title(BookedTime one, Titles titles) =>
        (one.Service ?? "Appointment")
        + (titles.ShowsProvider ? $" with {one.Provider}" : "")
        + (titles.ShowsClient ? $": {one.Client}" : "");

    static CalDateTime At(Instant at, string zone)
    {
        var local = zone == CalDateTime.UtcTzId
            ? at.InUtc().LocalDateTime
            : at.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        return new CalDateTime(
            local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, zone);
    }

    /// <summary>
    /// The clocks of a zone between two instants: one observance for each change, which is exact where rules would have
    /// exceptions.
    /// </summary>
    static VTimeZone Zone(DateTimeZone zone, Instant from, Instant to)
    {
        var shown = new VTimeZone(zone.Id);
        var before = zone.GetUtcOffset(from);
        foreach (var clocks in zone.GetZoneIntervals(from, to + Instants.Moment))
        {
            shown.Children.Add(Observance(clocks, before, from));
            before = clocks.WallOffset;
        }
        return shown;
    }

    static VTimeZoneInfo Observance(ZoneInterval clocks, Offset before, Instant from)
    {
        // The first one stands from before the first event on, whenever its clocks were set.
        var onset = clocks.HasStart && clocks.Start > from ? clocks.Start : from - TimeSpan.FromDays(1);
        var local = onset.WithOffset(before).LocalDateTime;
        return new VTimeZoneInfo(clocks.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT")
        {
            Start = new CalDateTime(
                local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, (string?)null),
            OffsetFrom = new UtcOffset(before.ToTimeSpan()),
            OffsetTo = new UtcOffset(clocks.WallOffset.ToTimeSpan()),
            TimeZoneName = clocks.Name,
        };
    }
}
