using FsCheck;
using FsCheck.Fluent;
using Kalends.Providers.Public;

namespace Kalends.Tests.Providers;

/// <summary>The nodes at which ranges of days hang, and those at which they are looked for.</summary>
public sealed class DaysTreeTests
{
    [Fact]
    public void The_nodes_around_some_days_tell_which_ranges_contain_them()
    {
        var near = Gen.Zip(Gen.Choose(0, 400), Gen.Choose(0, 90));
        var far = Gen.Zip(Gen.Choose(0, DateOnly.MaxValue.DayNumber), Gen.Choose(0, DateOnly.MaxValue.DayNumber));
        var range = Gen.OneOf(near, far).Select(one => new DateRange(
            DateOnly.FromDayNumber(one.Item1),
            DateOnly.FromDayNumber(Math.Min(one.Item1 + one.Item2, DateOnly.MaxValue.DayNumber))));

        Prop.ForAll(Gen.Zip(range, range).ToArbitrary(), pair =>
        {
            var (stored, asked) = pair;
            var (node, nodes) = (DaysTree.NodeOf(stored), DaysTree.Around(asked));

            var isFound = (nodes.Before.Contains(node) && stored.ToDate >= asked.ToDate)
                || (nodes.Behind.Contains(node) && stored.FromDate <= asked.FromDate)
                || (nodes.Within == node && stored.FromDate <= asked.FromDate && stored.ToDate >= asked.ToDate);

            Assert.Equal(stored.FromDate <= asked.FromDate && stored.ToDate >= asked.ToDate, isFound);
            Assert.InRange(nodes.Before.Count + nodes.Behind.Count, 0, 46);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
