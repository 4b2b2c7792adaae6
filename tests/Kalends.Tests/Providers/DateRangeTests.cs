using FsCheck;
using FsCheck.Fluent;
using Kalends.Providers.Public;

namespace Kalends.Tests.Providers;

/// <summary>Ranges of days, put together into as few as they make.</summary>
public sealed class DateRangeTests
{
    static readonly DateOnly First = new(2030, 1, 1);

    [Fact]
    public void Merged_ranges_have_the_same_days_and_none_touches_another() => Prop
        .ForAll(Gen.ListOf(Gen.Zip(Gen.Choose(0, 60), Gen.Choose(0, 7))).ToArbitrary(), given =>
        {
            var ranges = given.Select(one => new DateRange(
                First.AddDays(one.Item1), First.AddDays(one.Item1 + one.Item2))).ToList();

            var merged = DateRange.Merged(ranges);

            Assert.Equal(Days(ranges).Distinct().Order(), Days(merged));
            Assert.All(merged.Zip(merged.Skip(1)), pair =>
                Assert.True(pair.First.ToDate.AddDays(1) < pair.Second.FromDate));
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_ends_of_the_calendar_are_days_like_others()
    {
        var all = new DateRange(DateOnly.MinValue, DateOnly.MaxValue);

        Assert.Equal([all], DateRange.Merged([all, new(DateOnly.MaxValue, DateOnly.MaxValue), all]));
        Assert.Equal(all, DateRange.Parse("0001-01-01/9999-12-31"));
        Assert.Equal((-719_162, 2_932_896), (all.FirstDay(), all.LastDay()));
    }

    static IEnumerable<DateOnly> Days(IEnumerable<DateRange> ranges) => ranges.SelectMany(range =>
        Enumerable.Range(0, range.ToDate.DayNumber - range.FromDate.DayNumber + 1).Select(range.FromDate.AddDays));
}
