using FsCheck;
using FsCheck.Fluent;

namespace Kalends.Tests.Reimbursements;

/// <summary>In which month of the business an instant lies, at every edge that a calendar has.</summary>
public sealed class MonthTests
{
    // +13 all year; -11 all year; daylight saving in spring and autumn, in both halves of the world.
    static readonly string[] Zones =
    [
        "UTC", "Pacific/Tongatapu", "Pacific/Pago_Pago", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe",
    ];

    [Theory]
    [InlineData(2030, 2, 28)]
    [InlineData(2028, 2, 29)]
    [InlineData(2030, 4, 30)]
    [InlineData(2030, 12, 31)]
    public void The_last_microsecond_of_a_month_is_in_it_and_the_first_of_the_next_is_not(int year, int month, int day)
    {
        foreach (var zone in Zones.Select(name => DateTimeZoneProviders.Tzdb[name]))
        {
            var last = Local(zone, new LocalDateTime(year, month, day, 23, 59, 59).PlusTicks(9_999_990));
            var first = Local(zone, new LocalDateTime(year, month, day, 0, 0).PlusDays(1));

            Assert.Equal(1, first.Micros - last.Micros);
            Assert.Equal(Months.FromNumber(year * 100 + month), Months.Of(last, zone));
            Assert.Equal(Months.FromNumber(year * 100 + month).Next, Months.Of(first, zone));
            Assert.Equal(first, Months.FromNumber(year * 100 + month).Next.Start(zone));
        }
    }

    [Theory]
    [InlineData("2030-01-31T10:59:59.999999Z", "Pacific/Tongatapu", "2030-01")]
    [InlineData("2030-01-31T11:00:00Z", "Pacific/Tongatapu", "2030-02")]
    [InlineData("2030-02-01T10:59:59.999999Z", "Pacific/Pago_Pago", "2030-01")]
    [InlineData("2030-02-01T11:00:00Z", "Pacific/Pago_Pago", "2030-02")]
    [InlineData("2030-03-31T21:59:59.999999Z", "Europe/Stockholm", "2030-03")]
    [InlineData("2030-03-31T22:00:00Z", "Europe/Stockholm", "2030-04")]
    [InlineData("2030-10-31T22:59:59.999999Z", "Europe/Stockholm", "2030-10")]
    [InlineData("2030-10-31T23:00:00Z", "Europe/Stockholm", "2030-11")]
    [InlineData("1970-01-01T00:00:00Z", "America/New_York", "1969-12")]
    public void The_same_instant_is_in_another_month_elsewhere(string at, string zone, string expected)
    {
        Assert.True(Instants.TryParse(at, out var instant));

        Assert.Equal(expected, Months.Of(instant, DateTimeZoneProviders.Tzdb[zone]).Written());
    }

    [Fact]
    public void Neither_day_of_daylight_saving_moves_anything_out_of_its_month()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
        foreach (var day in new[] { new LocalDate(2030, 3, 31), new LocalDate(2030, 10, 27) })
            for (var at = zone.AtStartOfDay(day); at.Date == day; at = at.PlusMinutes(15))
                Assert.Equal(day.Month, Months.Of(at.ToInstant(), zone).Month);
    }

    [Fact]
    public void Every_instant_lies_between_the_start_of_its_month_and_that_of_the_next() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(0, int.MaxValue), Gen.Choose(0, Zones.Length - 1)).ToArbitrary(),
            pair =>
            {
                var at = Instant.FromUnixTimeSeconds(pair.Item1);
                var zone = DateTimeZoneProviders.Tzdb[Zones[pair.Item2]];
                var month = Months.Of(at, zone);
                return month.Start(zone) <= at && at < month.Next.Start(zone) && month.Around.Contains(at);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-11", 202611)]
    [InlineData("1999-01", 199901)]
    [InlineData("2026-13", null)]
    [InlineData("2026-00", null)]
    [InlineData("2026-1", null)]
    [InlineData("26-11", null)]
    [InlineData("2026/11", null)]
    [InlineData("2026-+1", null)]
    [InlineData("0000-01", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_month_is_read_as_it_is_written(string? text, int? number)
    {
        Assert.Equal(number is not null, Months.TryParse(text, out var month));
        if (number is not null)
            Assert.Equal((number, text), (month.Number, month.Written()));
    }

    static Instant Local(DateTimeZone zone, LocalDateTime at) =>
        zone.AtLeniently(at).ToInstant();
}
