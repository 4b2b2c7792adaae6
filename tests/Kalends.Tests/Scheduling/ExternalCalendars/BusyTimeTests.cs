using System.Diagnostics;
using System.Text;
using Kalends.Scheduling.ExternalCalendars;

namespace Kalends.Tests.Scheduling.ExternalCalendars;

/// <summary>When a foreign calendar is busy, and what is no calendar.</summary>
public sealed class BusyTimeTests
{
    static readonly Instant From = Instant.FromUtc(2030, 1, 7, 0, 0);

    [Theory]
    [InlineData("DTSTART:20300110T100000Z|DTEND:20300110T110000Z", "01-10T10:00/01-10T11:00")]
    [InlineData("DTSTART:20300110T100000Z|DURATION:PT90M", "01-10T10:00/01-10T11:30")]
    [InlineData("DTSTART;VALUE=DATE:20310101|DURATION:P1D|RRULE:FREQ=WEEKLY",
        "12-31T23:00/01-01T23:00 01-07T23:00/01-08T00:00")]
    [InlineData("DTSTART:20300110T100000Z|DURATION:P1DT1H", "01-10T10:00/01-11T11:00")]
    // A time without a zone, and a day, are those of the provider.
    [InlineData("DTSTART:20300110T100000|DURATION:PT1H", "01-10T09:00/01-10T10:00")]
    [InlineData("DTSTART;VALUE=DATE:20300110", "01-09T23:00/01-10T23:00")]
    [InlineData("DTSTART;VALUE=DATE:20300330|DTEND;VALUE=DATE:20300401", "03-29T23:00/03-31T22:00")]
    [InlineData("DTSTART;VALUE=DATE:20300110|DTEND;VALUE=DATE:20300110", "01-09T23:00/01-10T23:00")]
    [InlineData("DTSTART;VALUE=DATE:20300110|DURATION:P2D", "01-09T23:00/01-11T23:00")]
    // Zones by the names of other programs.
    [InlineData("DTSTART;TZID=America/New_York:20300110T100000|DURATION:PT1H", "01-10T15:00/01-10T16:00")]
    [InlineData("DTSTART;TZID=Eastern Standard Time:20300710T100000|DURATION:PT1H", "07-10T14:00/07-10T15:00")]
    [InlineData("DTSTART;TZID=\"/softwarestudio.org/Tzfile/Asia/Tokyo\":20300110T100000|DURATION:PT1H",
        "01-10T01:00/01-10T02:00")]
    [InlineData("DTSTART;TZID=\"tzone://Microsoft/Utc\":20300110T100000|DURATION:PT1H", "01-10T10:00/01-10T11:00")]
    [InlineData("DTSTART;TZID=Etc/GMT-3:20300110T100000|DTEND;TZID=UTC:20300110T080000", "01-10T07:00/01-10T08:00")]
    // Neither moments nor events in the past or too far ahead block anything.
    [InlineData("DTSTART:20300110T100000Z", "")]
    [InlineData("DTSTART:20300110T100000Z|DTEND:20300110T090000Z", "")]
    [InlineData("DTSTART:20291230T100000Z|DTEND:20291230T110000Z", "")]
    [InlineData("DTSTART:20320110T100000Z|DTEND:20320110T110000Z", "")]
    [InlineData("DTSTART:20300106T220000Z|DTEND:20300107T010000Z", "01-07T00:00/01-07T01:00")]
    [InlineData("SUMMARY:No start", "")]
    // Nor does what is free or cancelled.
    [InlineData("DTSTART:20300110T100000Z|DURATION:PT1H|TRANSP:TRANSPARENT", "")]
    [InlineData("DTSTART:20300110T100000Z|DURATION:PT1H|STATUS:CANCELLED", "")]
    [InlineData("DTSTART:20300110T100000Z|DURATION:PT1H|STATUS:TENTATIVE|TRANSP:OPAQUE", "01-10T10:00/01-10T11:00")]
    [InlineData("UID:reservation-1@own.kalends|DTSTART:20300110T100000Z|DURATION:PT1H", "")]
    public void One_event_blocks_its_time(string lines, string busy) => Assert.Equal(busy, Told(Event(lines)));

    [Theory]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3", "10 11 12")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=20300112T090000Z", "10 11 12")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=20300112T085959Z", "10 11")]
    [InlineData("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", "10 12 14")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", "10 14 17")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=4|EXDATE;TZID=Europe/Berlin:20300111T100000,20300113T100000", "10 12")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3|EXDATE:20300111T090000Z", "10 12")]
    [InlineData("RDATE;TZID=Europe/Berlin:20300115T100000", "10 15")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "")]
    [InlineData("RRULE:FREQ=DAILY;INTERVAL=2147483647", "10")]
    public void A_repeating_event_blocks_each_of_its_days(string rule, string days) => Assert.Equal(
        days, string.Join(' ', Busy(Event(
            $"DTSTART;TZID=Europe/Berlin:20300110T100000|DTEND;TZID=Europe/Berlin:20300110T110000|{rule}"))
            .Select(one => one.Start.InUtc().Day)));

    [Fact]
    public void An_event_keeps_the_time_of_its_clocks_and_its_length()
    {
        // Clocks go forward on 31 March and back on 27 October, in Berlin at 01:00 UTC.
        Assert.Equal(
            "03-30T01:30/03-30T02:30 03-31T01:30/03-31T02:30 04-01T00:30/04-01T01:30",
            Told(Event("DTSTART;TZID=Europe/Berlin:20300330T023000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3")));
        Assert.Equal(
            "10-26T00:30/10-26T01:30 10-27T00:30/10-27T01:30 10-28T01:30/10-28T02:30",
            Told(Event("DTSTART;TZID=Europe/Berlin:20301026T023000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3")));
        Assert.Equal(
            "03-30T22:00/03-31T02:00",
            Told(Event("DTSTART;TZID=Europe/Berlin:20300330T230000|DURATION:PT4H")));
        Assert.Equal(
            "03-30T22:00/03-31T21:00",
            Told(Event("DTSTART;TZID=Europe/Berlin:20300330T230000|DURATION:P1D")));
    }

    [Fact]
    public void An_occurrence_that_differs_takes_the_place_of_its_original()
    {
        const string series = "UID:s|DTSTART;TZID=Europe/Berlin:20300110T100000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3";
        string With(string lines) => Told(Event(series) + Event("UID:s|" + lines));

        Assert.Equal(
            "01-10T09:00/01-10T10:00 01-11T14:00/01-11T16:00 01-12T09:00/01-12T10:00",
            With("RECURRENCE-ID;TZID=Europe/Berlin:20300111T100000|DTSTART:20300111T140000Z|DURATION:PT2H"));
        Assert.Equal(
            "01-10T09:00/01-10T10:00 01-12T09:00/01-12T10:00",
            With("RECURRENCE-ID:20300111T090000Z|DTSTART:20300111T140000Z|DURATION:PT2H|STATUS:CANCELLED"));
        // One that was moved into the past leaves its time free.
        Assert.Equal(
            "01-10T09:00/01-10T10:00 01-12T09:00/01-12T10:00",
            With("RECURRENCE-ID:20300111T090000Z|DTSTART:20290111T140000Z|DTEND:20290111T150000Z"));
    }

    [Theory]
    [InlineData("RDATE;VALUE=PERIOD:20300115T100000Z/20300115T130000Z", "01-15T10:00/01-15T13:00")]
    [InlineData("RDATE;VALUE=PERIOD:20300115T100000Z/PT3H", "01-15T10:00/01-15T13:00")]
    [InlineData("RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20300115T100000/20300115T103000", "01-15T09:00/01-15T09:30")]
    [InlineData("RDATE;TZID=Europe/Berlin;VALUE=PERIOD:20300115T100000/PT3H,20300116T100000/P1D",
        "01-15T09:00/01-15T12:00 01-16T09:00/01-17T09:00")]
    [InlineData("RDATE;VALUE=PERIOD:20300115T100000Z/PT3H,20300116T100000Z/PT3H|EXDATE:20300115T100000Z",
        "01-16T10:00/01-16T13:00")]
    [InlineData("RDATE:20300114T100000Z|RDATE;VALUE=PERIOD:20300115T100000Z/PT3H",
        "01-14T10:00/01-14T11:00 01-15T10:00/01-15T13:00")]
    public void A_period_that_an_event_lists_has_its_own_end(string lines, string busy)
    {
        const string first = "UID:p|DTSTART:20300110T100000Z|DURATION:PT1H|";
        const string moved = "UID:p|RECURRENCE-ID:20300116T100000Z|DTSTART:20300118T100000Z|DURATION:PT1H";

        Assert.Equal($"01-10T10:00/01-10T11:00 {busy}", Told(Event(first + lines)));
        Assert.Equal("", Told(Event($"{first}STATUS:CANCELLED|{lines}")));
        if (busy.EndsWith("01-16T10:00/01-16T13:00", StringComparison.Ordinal))
            Assert.Equal(
                "01-10T10:00/01-10T11:00 01-18T10:00/01-18T11:00", Told(Event(first + lines) + Event(moved)));
    }

    [Theory]
    [InlineData("FREEBUSY:20300110T100000Z/20300110T110000Z", "01-10T10:00/01-10T11:00")]
    [InlineData("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20300110T100000Z/PT1H,20300112T100000Z/PT2H",
        "01-10T10:00/01-10T11:00 01-12T10:00/01-12T12:00")]
    [InlineData("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20300110T100000Z/PT1H|FREEBUSY;FBTYPE=FREE:20300111T100000Z/PT1H",
        "01-10T10:00/01-10T11:00")]
    [InlineData("SUMMARY:Nothing", "")]
    public void Free_and_busy_times_are_read(string lines, string busy) => Assert.Equal(busy, Told(FreeBusy(lines)));

    [Theory]
    [InlineData("FREEBUSY:20300110T100000Z")]
    [InlineData("FREEBUSY:20300110T100000Z/later")]
    [InlineData("FREEBUSY:now/PT1H")]
    public void Busy_times_that_cannot_be_read_fail_the_calendar(string lines) =>
        Fails(Calendar(FreeBusy(lines)), FetchProblem.NotACalendar);

    [Fact]
    public void Overlapping_events_are_one_stretch_and_long_ones_are_divided_by_weeks()
    {
        Assert.Equal(
            "01-10T10:00/01-10T12:00",
            Told(Event("DTSTART:20300110T100000Z|DURATION:PT1H") + Event("DTSTART:20300110T103000Z|DURATION:PT30M")
                + Event("DTSTART:20300110T110000Z|DURATION:PT1H")));
        var year = Busy(Event("DTSTART;VALUE=DATE:20200101|DTEND;VALUE=DATE:20400101"));

        Assert.Equal((From, From + TimeSpan.FromDays(366)), (year[0].Start, year[^1].End));
        Assert.All(year, one => Assert.InRange(one.Duration, Duration.Epsilon, Duration.FromDays(7)));
        Assert.All(year.Zip(year.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Fact]
    public void A_zone_may_be_named_by_its_definition()
    {
        const string zone = """
            BEGIN:VTIMEZONE
            TZID:Our own
            X-LIC-LOCATION:Europe/Berlin
            BEGIN:STANDARD
            DTSTART:19701025T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            END:STANDARD
            END:VTIMEZONE

            """;

        Assert.Equal(
            "07-10T08:00/07-10T09:00", Told(zone + Event("DTSTART;TZID=Our own:20300710T100000|DURATION:PT1H")));
    }

    [Theory]
    // As Exchange writes the zone of Berlin.
    [InlineData("-1SU", "1601", "01-10T09:00/01-10T10:00 07-10T08:00/07-10T09:00")]
    // As no clocks are set anywhere.
    [InlineData("1SU", "1601", null)]
    // From after the window on.
    [InlineData("-1SU", "2035", null)]
    public void A_zone_with_a_name_of_its_own_is_known_by_its_clocks(string sunday, string year, string? busy)
    {
        var calendar = Calendar($"""
            BEGIN:VTIMEZONE
            TZID:(UTC+01:00) Amsterdam\, Berlin
            BEGIN:STANDARD
            DTSTART:{year}0101T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY={sunday};BYMONTH=10
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:{year}0101T020000
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY={sunday};BYMONTH=3
            END:DAYLIGHT
            END:VTIMEZONE
            {Event("DTSTART;TZID=\"(UTC+01:00) Amsterdam\\, Berlin\":20300110T100000|DURATION:PT1H")}
            {Event("DTSTART;TZID=\"(UTC+01:00) Amsterdam\\, Berlin\":20300710T100000|DURATION:PT1H")}

            """);

        if (busy is null)
            Fails(calendar, FetchProblem.UnknownTimeZone);
        else
            Assert.Equal(busy, Told(Of(calendar)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><title>Sign in: please</title>")]
    [InlineData("BEGIN:VCARD\r\nEND:VCARD\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20300110T100000Z\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nEND:VEVENT\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nX\r\nEND:VCALENDAR\r\n")]
    public void Other_texts_are_no_calendars(string text) => Fails(text, FetchProblem.NotACalendar);

    [Theory]
    [InlineData("DTSTART:tomorrow", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20309999T100000Z|DURATION:PT1H", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|DTEND:later", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|RDATE:later", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=DAILY|EXDATE:later", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|RECURRENCE-ID:later", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|DURATION:long", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=SOMETIMES", nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART;TZID=Mars/Olympus:20300110T100000|DURATION:PT1H", nameof(FetchProblem.UnknownTimeZone))]
    [InlineData("DTSTART;TZID=\"(UTC+01:00) Amsterdam\":20300110T100000", nameof(FetchProblem.UnknownTimeZone))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=DAILY|RRULE:FREQ=MONTHLY", nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=DAILY|EXRULE:FREQ=MONTHLY", nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:20300110T100000Z|RECURRENCE-ID;RANGE=THISANDFUTURE:20300110T100000Z",
        nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:20300110T100000Z|RDATE;VALUE=PERIOD:20300110T100000Z/later",
        nameof(FetchProblem.NotACalendar))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=SECONDLY", nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:20200110T100000Z|RRULE:FREQ=SECONDLY;COUNT=2147483647", nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:20300110T100000Z|RRULE:FREQ=SECONDLY;BYMONTHDAY=31", nameof(FetchProblem.TooComplex))]
    [InlineData("DTSTART:00010110T100000Z|RRULE:FREQ=MINUTELY;INTERVAL=60", nameof(FetchProblem.TooComplex))]
    public void An_event_that_cannot_be_read_fails_the_calendar(string lines, string problem) =>
        Fails(Calendar(Event(lines)), Enum.Parse<FetchProblem>(problem));

    [Fact]
    public void A_hostile_calendar_costs_little()
    {
        var all = string.Join(',', Enumerable.Range(0, 60));
        var hours = string.Join(',', Enumerable.Range(0, 24));
        var dates = string.Join(',', Enumerable.Range(0, 6000).Select(i => $"20300110T10{i / 60 % 60:00}{i % 60:00}Z"));
        string[] hostile =
        [
            Event($"DTSTART:20000101T100000Z|RRULE:FREQ=DAILY;BYSETPOS=1;BYHOUR={hours};BYMINUTE={all};BYSECOND={all}"),
            Event($"DTSTART:20300101T100000Z|RRULE:FREQ=YEARLY;BYDAY=MO;BYHOUR={hours};BYMINUTE={all};BYSECOND={all}"),
            Event($"DTSTART:20300110T100000Z|DURATION:PT1H|RRULE:FREQ=DAILY|EXDATE:{dates}"),
            Event($"DTSTART:20300110T100000Z|DURATION:PT1H|RDATE:{dates}"),
            Event($"DTSTART:20300110T100000Z|RRULE:FREQ=DAILY;BYMONTHDAY={Many("1,", 600)}1"),
            Many(Event("DTSTART:20300110T100000Z|DURATION:PT1H"), 5001),
            Many(Event("DTSTART:20200110T100000Z|DURATION:P900D|RRULE:FREQ=DAILY"), 300),
            string.Concat(Enumerable.Range(0, 5001).Select(i => Event($"DTSTART:{Minute(i)}Z|DURATION:PT1M"))),
        ];

        foreach (var events in hostile)
        {
            var clock = Stopwatch.StartNew();
            Fails(Calendar(events), FetchProblem.TooComplex);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }
        Fails(Many("BEGIN:VCALENDAR\r\n", 200_000), FetchProblem.NotACalendar);
        Assert.Equal("", Told(Many("BEGIN:VEVENT\r\nEND:VEVENT\r\n", 50_000)));
        Assert.Equal("", Told($"X-LONG:{new string('x', 2_000_000)}\r\n"));
        Assert.Equal("", Told($"X-FOLDED:\r\n{Many(" \r\n", 500_000)}"));
        Assert.Equal("", Told($"X-QUOTES;A={new string('"', 100_000)}:\r\n"));
    }

    [Fact]
    public void Ten_years_of_a_full_calendar_are_read()
    {
        var past = Enumerable.Range(0, 20_000).Select(
            i => Event($"DTSTART:2025{Day(i)}T100000Z|DTEND:2025{Day(i)}T110000Z"));
        var weekly = Enumerable.Range(0, 50).Select(i => Event(
            $"DTSTART;TZID=Europe/Berlin:20200106T{8 + i % 10:00}0000|DURATION:PT30M|" +
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));

        // The working days of 366 days from a Monday on, ten times each.
        Assert.Equal(2620, Busy(string.Concat(past.Concat(weekly))).Count);
    }

    static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    static string Day(int i) => $"{i % 12 + 1:00}{i % 28 + 1:00}";

    static string Minute(int i) => From.Plus(Duration.FromMinutes(2 * i)).ToDateTimeUtc().ToString("yyyyMMdd'T'HHmmss");

    static void Fails(string text, FetchProblem problem) =>
        Assert.Equal(problem, Assert.Throws<FetchFailed>(() => Of(text)).Problem);

    static string Told(string events) => Told(Busy(events));

    static string Told(IReadOnlyList<Interval> busy) => string.Join(' ', busy.Select(one =>
        $"{one.Start.ToDateTimeUtc():MM-dd'T'HH:mm}/{one.End.ToDateTimeUtc():MM-dd'T'HH:mm}"));

    static IReadOnlyList<Interval> Busy(string events) => Of(Calendar(events));

    static IReadOnlyList<Interval> Of(string text) => new BusyTimes(
        DateTimeZoneProviders.Tzdb["Europe/Berlin"], From, From + TimeSpan.FromDays(366), "@own.kalends")
        .Of(Encoding.UTF8.GetBytes(text));

    static string FreeBusy(string lines) => Event($"DTSTART:20300107T000000Z|DTEND:20300207T000000Z|{lines}")
        .Replace("VEVENT", "VFREEBUSY", StringComparison.Ordinal);

    static string Event(string lines) =>
        $"BEGIN:VEVENT\r\n{lines.Replace("|", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\n";

    static string Calendar(string events) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{events}END:VCALENDAR\r\n";
}
