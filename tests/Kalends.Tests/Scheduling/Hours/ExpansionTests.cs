using Kalends.Scheduling;
using Kalends.Scheduling.Hours;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Kalends.Tests.Scheduling.Hours;

/// <summary>Which openings working hours mean, day by day and when clocks change.</summary>
public sealed class ExpansionTests
{
    // Each row is a local date, a stretch of it, and the openings in universal time; slots last half an hour.
    [Theory]
    // Clocks go forward from 01:00 to 02:00, and back from 02:00 to 01:00.
    [InlineData("Europe/London", "2026-03-29", "00:00-03:00", "2026-03-29T00:00Z/02:00Z")]
    [InlineData("Europe/London", "2026-03-29", "01:00-02:00", "")]
    [InlineData("Europe/London", "2026-03-29", "01:30-03:00", "2026-03-29T01:00Z/02:00Z")]
    [InlineData("Europe/London", "2026-03-29", "00:00-01:30", "2026-03-29T00:00Z/01:00Z")]
    [InlineData("Europe/London", "2026-03-29", "09:00-10:00", "2026-03-29T08:00Z/09:00Z")]
    [InlineData("Europe/London", "2026-10-25", "00:00-03:00", "2026-10-24T23:00Z/2026-10-25T03:00Z")]
    [InlineData("Europe/London", "2026-10-25", "01:00-02:00", "2026-10-25T00:00Z/02:00Z")]
    [InlineData("Europe/London", "2026-10-25", "00:00-01:30", "2026-10-24T23:00Z/2026-10-25T00:30Z")]
    [InlineData("Europe/London", "2026-10-25", "01:30-03:00", "2026-10-25T00:30Z/03:00Z")]
    // The same an hour further east.
    [InlineData("Europe/Stockholm", "2026-03-29", "02:00-03:00", "")]
    [InlineData("Europe/Stockholm", "2026-03-29", "01:00-04:00", "2026-03-29T00:00Z/02:00Z")]
    [InlineData("Europe/Stockholm", "2026-10-25", "02:00-03:00", "2026-10-25T00:00Z/02:00Z")]
    [InlineData("Europe/Stockholm", "2026-10-25", "00:00-24:00", "2026-10-24T22:00Z/2026-10-25T23:00Z")]
    [InlineData("America/New_York", "2026-03-08", "02:00-03:00", "")]
    [InlineData("America/New_York", "2026-03-08", "01:30-03:30", "2026-03-08T06:30Z/07:30Z")]
    [InlineData("America/New_York", "2026-11-01", "01:00-02:00", "2026-11-01T05:00Z/07:00Z")]
    [InlineData("America/New_York", "2026-11-01", "00:00-24:00", "2026-11-01T04:00Z/2026-11-02T05:00Z")]
    // Midnight itself is skipped, and the last hour of a day is shown twice.
    [InlineData("America/Sao_Paulo", "2018-11-04", "00:00-06:00", "2018-11-04T03:00Z/08:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-03", "20:00-24:00", "2018-11-03T23:00Z/2018-11-04T03:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17", "20:00-24:00", "2018-02-17T22:00Z/2018-02-18T03:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-18", "00:00-06:00", "2018-02-18T03:00Z/09:00Z")]
    // Half an hour: 02:00 to 02:30, and back.
    [InlineData("Australia/Lord_Howe", "2026-10-04", "01:30-03:00", "2026-10-03T15:00Z/16:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "02:00-02:30", "")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "01:30-02:30", "2026-04-04T14:30Z/16:00Z")]
    // Clocks go back for Ramadan, and forward after it.
    [InlineData("Africa/Casablanca", "2025-02-23", "02:00-03:00", "2025-02-23T01:00Z/03:00Z")]
    [InlineData("Africa/Casablanca", "2025-04-06", "02:00-03:00", "")]
    [InlineData("Africa/Casablanca", "2025-03-10", "09:00-10:00", "2025-03-10T09:00Z/10:00Z")]
    [InlineData("Africa/Casablanca", "2025-05-10", "09:00-10:00", "2025-05-10T08:00Z/09:00Z")]
    [InlineData("Asia/Kathmandu", "2026-06-01", "09:00-10:00", "2026-06-01T03:15Z/04:15Z")]
    // The day between these two was never there.
    [InlineData("Pacific/Apia", "2011-12-29", "20:00-24:00", "2011-12-30T06:00Z/10:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "09:00-17:00", "")]
    [InlineData("Pacific/Apia", "2011-12-31", "00:00-06:00", "2011-12-30T10:00Z/16:00Z")]
    public void A_stretch_follows_the_clock_of_its_zone(string zone, string date, string stretch, string expected) =>
        Assert.Equal(expected, Written(Expand(zone, date, date, 30, stretch)));

    [Fact]
    public void Hours_around_midnight_adjoin_each_other()
    {
        var night = Expand("Europe/London", "2026-06-01", "2026-06-02", 30, "20:00-24:00", "00:00-06:00");

        Assert.Equal(
            "2026-05-31T23:00Z/2026-06-01T05:00Z 2026-06-01T19:00Z/23:00Z " +
            "2026-06-01T23:00Z/2026-06-02T05:00Z 2026-06-02T19:00Z/23:00Z", Written(night));
        Assert.Equal(night[1].EndsAt, night[2].StartsAt);
    }

    [Fact]
    public void What_is_less_than_a_slot_after_a_change_of_the_clocks_is_not_offered()
    {
        // Three hours of the clock are two, and hold one slot of 90 minutes.
        Assert.Equal("2026-03-29T00:00Z/01:30Z", Written(Expand("Europe/London", "2026-03-29", "2026-03-29", 90,
            "00:00-03:00")));
        Assert.Empty(Expand("Europe/London", "2026-03-29", "2026-03-29", 180, "00:00-03:00"));
    }

    [Fact]
    public void A_day_of_five_minutes_stays_within_the_ids_of_an_opening()
    {
        var day = Assert.Single(Expand("Europe/London", "2026-10-25", "2026-10-25", 5, "00:00-24:00"));

        Assert.Equal(300, day.SlotCount);
        Assert.InRange(day.SlotCount, 1, SlotId.PerOpening);
    }

    [Theory]
    [InlineData(2, "2026-06-03", "2026-06-03,2026-06-15,2026-06-17,2026-06-29")]
    [InlineData(2, "2026-06-01", "2026-06-01,2026-06-03,2026-06-15,2026-06-17,2026-06-29")]
    [InlineData(3, "2026-06-07", "2026-06-22,2026-06-24")]
    [InlineData(1, "2026-06-24", "2026-06-24,2026-06-29")]
    public void Every_so_many_weeks_counts_from_the_week_of_the_first_date(int every, string from, string expected)
    {
        var rule = Rule([1, 3], 60, "09:00-10:00") with { EveryWeeks = every, ValidFrom = DateOnly.Parse(from) };

        var dates = Expand(TzdbZone("Europe/London"), "2026-06-01", "2026-06-30", [rule]).Select(DateOf);

        Assert.Equal(expected, string.Join(',', dates));
    }

    [Fact]
    public void A_rule_ends_with_its_last_date()
    {
        var rule = Rule([1, 2, 3], 60, "09:00-10:00") with { ValidUntil = new DateOnly(2026, 6, 2) };

        Assert.Equal(["2026-06-01", "2026-06-02"],
            Expand(TzdbZone("Europe/London"), "2026-06-01", "2026-06-30", [rule]).Select(DateOf));
    }

    [Fact]
    public void Exceptions_and_closed_days_take_the_place_of_the_rules()
    {
        var (second, third) = (new DateOnly(2026, 6, 2), new DateOnly(2026, 6, 3));
        var hours = Hours("Europe/London", [Rule([1, 2, 3, 4, 5], 60, "09:00-10:00")]) with
        {
            Exceptions = [new(new(2026, 6, 1)), new(second, [new("13:00", "15:00")], SlotMinutes: 30), new(third)],
        };

        var openings = Expansion.Of(hours, TzdbZone("Europe/London"), new HashSet<DateOnly> { new(2026, 6, 4) },
            new(2026, 6, 1), new(2026, 6, 6)).ToList();

        Assert.Equal("2026-06-02T12:00Z/14:00Z 2026-06-05T08:00Z/09:00Z", Written(openings));
        Assert.Equal(4, openings[0].SlotCount);
    }

    [Fact]
    public void A_closed_day_closes_the_hours_of_an_exception_too()
    {
        var date = new DateOnly(2026, 6, 2);
        var hours = Hours("Europe/London", []) with { Exceptions = [new(date, [new("13:00", "15:00")])] };

        Assert.Empty(Expansion.Of(
            hours, TzdbZone("Europe/London"), new HashSet<DateOnly> { date }, date, date.AddDays(1)));
    }

    [Fact]
    public void An_opening_knows_its_local_start_and_its_services()
    {
        var rule = Rule([7], 30, "01:30-03:00") with { ServiceIds = [7, 3] };

        var opening = Assert.Single(Expand(TzdbZone("Europe/London"), "2026-03-29", "2026-03-29", [rule]));

        // The start lies in the gap.
        Assert.Equal(new OpeningHours("Europe/London", "2026-03-29T02:00:00", [3, 7]), opening.Hours);
    }

    [Fact]
    public void Another_version_of_the_zone_data_moves_what_is_ahead_and_nothing_else()
    {
        // The new version drops summer time from July on.
        var (old, changed) = (new FakeZone(until: null), new FakeZone(until: Instant.FromUtc(2026, 7, 1, 0, 0)));
        var hours = Hours("Test/Zone", [Rule([1, 2, 3, 4, 5], 60, "09:00-11:00")]);
        List<Opening> Of(DateTimeZone zone) =>
            Expansion.Of(hours, zone, new HashSet<DateOnly>(), new(2026, 6, 29), new(2026, 7, 4)).ToList();
        var now = Instant.FromUtc(2026, 6, 1, 0, 0);

        var change = Expansion.Compare(Of(changed), Numbered(Of(old)), now);

        Assert.Equal("2026-06-29T08:00Z/10:00Z 2026-06-30T08:00Z/10:00Z", Written(Of(old).Take(2)));
        Assert.Equal("2026-07-01T09:00Z/11:00Z 2026-07-02T09:00Z/11:00Z 2026-07-03T09:00Z/11:00Z",
            Written(change.Offered));
        Assert.Equal("2026-07-01T08:00Z/10:00Z 2026-07-02T08:00Z/10:00Z 2026-07-03T08:00Z/10:00Z",
            Written(change.Removed));
    }

    [Fact]
    public void Taken_time_is_cut_out_in_whole_slots()
    {
        var wanted = Expand("Europe/London", "2026-06-01", "2026-06-02", 40, "09:00-13:00");
        Interval[] taken =
        [
            Period("2026-06-01T09:20Z", "2026-06-01T09:30Z"), Period("2026-06-01T09:10Z", "2026-06-01T09:25Z"),
            Period("2026-06-02T00:00Z", "2026-06-03T00:00Z"),
        ];

        var left = Expansion.Beside(wanted, taken);

        // The slot from 09:20 to 10:00 is touched too, since the hours begin at 08:00.
        Assert.Equal("2026-06-01T08:00Z/08:40Z 2026-06-01T10:00Z/12:00Z", Written(left));
        Assert.Equal("2026-06-01T11:00:00", left[1].Hours!.LocalStart);
    }

    [Fact]
    public void The_time_that_stays_removed_is_what_hours_and_removals_have_in_common_and_nobody_offers()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var dice = new Random(seed);
            var wanted = Expand("UTC", "2026-06-01", "2026-06-02", 30, "08:00-10:00", "10:00-12:30", "15:00-17:00");
            var (removed, offered) = (Periods(dice), Periods(dice));

            var lost = Expansion.Lost(wanted, removed, offered).ToList();

            var day = Instant.FromUtc(2026, 6, 1, 0, 0);
            for (var minute = 0; minute < 24 * 60; minute += 5)
            {
                var at = day + TimeSpan.FromMinutes(minute);
                Assert.Equal(
                    wanted.Any(one => one.Stretch.Contains(at)) && removed.Exists(one => one.Contains(at))
                        && !offered.Exists(one => one.Contains(at)),
                    lost.Exists(one => one.Contains(at)));
            }
            foreach (var (one, next) in lost.Zip(lost.Skip(1)))
                Assert.True(one.End <= next.Start);
        }

        static List<Interval> Periods(Random dice) => Enumerable.Range(0, dice.Next(5)).Select(_ =>
        {
            var start = Instant.FromUtc(2026, 6, 1, 0, 0) + TimeSpan.FromMinutes(dice.Next(80, 200) * 5);
            return new Interval(start, start + TimeSpan.FromMinutes(dice.Next(1, 60) * 5));
        }).ToList();
    }

    [Fact]
    public void Comparing_with_what_stands_keeps_what_is_equal_and_changes_nothing_the_second_time()
    {
        var now = Instant.FromUtc(2026, 5, 1, 0, 0);
        var standing = Numbered(Expand("Europe/London", "2026-06-01", "2026-06-05", 30, "09:00-12:00"));
        var wanted = Expand("Europe/London", "2026-06-01", "2026-06-07", 30, "09:00-12:00", "13:00-14:00");

        var change = Expansion.Compare(wanted, standing, now);

        Assert.Empty(change.Removed);
        Assert.Equal(wanted.Count - standing.Count, change.Offered.Count);
        var again = Expansion.Compare(wanted, Numbered([.. standing, .. change.Offered]), now);
        Assert.Empty(again.Offered);
        Assert.Empty(again.Removed);
    }

    [Theory]
    // Slots of half an hour from 09:00 to 12:00 local time, which is 08:00 to 11:00 in universal time.
    [InlineData("09:00-12:00", "", "")]
    [InlineData("08:00-12:00", "", "")]
    [InlineData("09:00-11:00", "2026-06-01T08:00Z/11:00Z", "2026-06-01T08:00Z/09:30Z 2026-06-01T09:30Z/10:00Z")]
    [InlineData("09:00-13:00", "2026-06-01T08:00Z/11:00Z", "2026-06-01T08:00Z/09:30Z 2026-06-01T09:30Z/12:00Z")]
    [InlineData("", "2026-06-01T08:00Z/11:00Z", "2026-06-01T08:00Z/09:30Z")]
    [InlineData("09:00-09:30", "2026-06-01T08:00Z/11:00Z", "2026-06-01T08:00Z/09:30Z")]
    [InlineData("09:15-12:15", "2026-06-01T08:00Z/11:00Z", "2026-06-01T08:00Z/09:30Z 2026-06-01T09:45Z/11:15Z")]
    public void Time_that_has_begun_is_left_alone(string hours, string removed, string offered)
    {
        var now = Instant.FromUtc(2026, 6, 1, 9, 10);
        var standing = Numbered(Expand("Europe/London", "2026-06-01", "2026-06-01", 30, "09:00-12:00"));
        var wanted = Expand("Europe/London", "2026-06-01", "2026-06-01", 30, hours.Split(' ', Options));

        var change = Expansion.Compare(wanted, standing, now);

        Assert.Equal((removed, offered), (Written(change.Removed), Written(change.Offered)));
        var later = Numbered([.. standing.Except(change.Removed), .. change.Offered]);
        foreach (var minutes in (int[])[0, 20, 50, 100])
        {
            var again = Expansion.Compare(wanted, [.. later.Where(one => one.EndsAt > now + Minutes(minutes))],
                now + Minutes(minutes));
            Assert.Equal(("", ""), (Written(again.Removed), Written(again.Offered)));
        }
    }

    [Fact]
    public void Hours_that_have_begun_when_they_are_entered_start_with_the_next_slot()
    {
        var wanted = Expand("Europe/London", "2026-06-01", "2026-06-01", 30, "09:00-12:00");

        var change = Expansion.Compare(wanted, [], Instant.FromUtc(2026, 6, 1, 9, 10));

        Assert.Equal("2026-06-01T09:30Z/11:00Z", Written(change.Offered));
        Assert.Equal("2026-06-01T10:30:00", change.Offered[0].Hours!.LocalStart);
    }

    const StringSplitOptions Options = StringSplitOptions.RemoveEmptyEntries;

    static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'");

    static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);

    static List<Opening> Expand(
        string zone, string from, string to, int slotMinutes, params string[] stretches) => stretches.Length == 0
        ? []
        : Expand(TzdbZone(zone), from, to, [Rule([1, 2, 3, 4, 5, 6, 7], slotMinutes, stretches)]);

    static List<Opening> Expand(DateTimeZone zone, string from, string to, IReadOnlyList<HoursRule> rules) =>
        Expansion.Of(Hours(zone.Id, rules), zone, new HashSet<DateOnly>(), DateOnly.Parse(from),
            DateOnly.Parse(to).AddDays(1)).ToList();

    static HoursRule Rule(IReadOnlyList<int> weekdays, int slotMinutes, params string[] stretches) => new(
        weekdays, stretches.Select(one => new HoursStretch(one[..5], one[6..])).ToList(), SlotMinutes: slotMinutes);

    static WorkingHours Hours(string zone, IReadOnlyList<HoursRule> rules) => new(1, zone, rules, [], null, 1);

    static DateTimeZone TzdbZone(string id) => DateTimeZoneProviders.Tzdb[id];

    static List<Opening> Numbered(IEnumerable<Opening> openings) =>
        openings.Select((one, i) => one with { Id = i + 1 }).ToList();

    static Interval Period(string from, string to) =>
        new(Minute.Parse(from).Value, Minute.Parse(to).Value);

    static string DateOf(Opening opening) => opening.Hours!.LocalStart[..10];

    // The date of the end is told where it is another one.
    static string Written(IEnumerable<Opening> openings) => string.Join(' ', openings.Select(one =>
    {
        var (start, end) = (Minute.Format(one.StartsAt), Minute.Format(one.EndsAt));
        return $"{start}/{(end[..10] == start[..10] ? end[11..] : end)}";
    }));

    // An hour ahead of universal time, until an instant.
    sealed class FakeZone(Instant? until) : DateTimeZone("Test/Zone", isFixed: false, Offset.Zero, Offset.FromHours(1))
    {
        public override ZoneInterval GetZoneInterval(Instant instant) => until is null || instant < until
            ? new ZoneInterval("ahead", null, until, Offset.FromHours(1), Offset.FromHours(1))
            : new ZoneInterval("level", until, null, Offset.Zero, Offset.Zero);
    }
}
