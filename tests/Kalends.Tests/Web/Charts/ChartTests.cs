using FsCheck;
using FsCheck.Fluent;
using Kalends.Web.Charts;

namespace Kalends.Tests.Web.Charts;

/// <summary>Charts as values: where the axis ends, and where bars and lines stand.</summary>
public sealed class ChartTests
{
    [Theory]
    [InlineData(new long[] { }, "0 1")]
    [InlineData(new long[] { 0 }, "0 1")]
    [InlineData(new long[] { 1 }, "0 1")]
    [InlineData(new long[] { 7 }, "0 2 4 6 8")]
    [InlineData(new long[] { 99, 12 }, "0 20 40 60 80 100")]
    [InlineData(new long[] { 101 }, "0 50 100 150")]
    [InlineData(new long[] { -30, 45 }, "-40 -20 0 20 40 60")]
    [InlineData(new long[] { -5 }, "-5 -4 -3 -2 -1 0")]
    public void An_axis_has_a_few_round_steps(long[] values, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Axis.Of(values.Select(value => (decimal)value)).Ticks));

    [Fact]
    public void Any_axis_holds_all_values_and_zero_in_at_most_five_round_steps() => ForAnyFigures((figures, _) =>
    {
        var axis = figures.PlainAxis;
        var ticks = axis.Ticks.ToList();

        Assert.InRange(ticks.Count, 2, Axis.StepsMax + 1);
        Assert.Contains(0, ticks);
        Assert.Equal((axis.Low, axis.High), (ticks[0], ticks[^1]));
        Assert.All(figures.Series.SelectMany(one => one.Values), value => Assert.InRange(value, axis.Low, axis.High));
        Assert.Matches("^[125]0*$", $"{axis.Step:0}");
        // A finer step would need too many of them.
        var finer = axis.Step * (axis.Step.ToString("0")[0] == '5' ? 0.4m : 0.5m);
        var values = figures.Series.SelectMany(one => one.Values).Append(0).ToList();
        Assert.True(finer < 1
            || Math.Ceiling(values.Max() / finer) - Math.Floor(values.Min() / finer) > Axis.StepsMax);
    });

    [Fact]
    public void Stacked_bars_of_a_place_are_as_high_as_their_values_and_never_overlap() =>
        ForAnyFigures((figures, tolerance) =>
        {
            var axis = figures.StackedAxis;
            var bars = figures.Stacked(axis).ToList();

            Assert.All(bars, AssertInside);
            AssertHeights(figures, axis, bars, tolerance);
            foreach (var place in bars.GroupBy(bar => bar.Place))
            {
                var ordered = place.OrderBy(bar => bar.Top).ToList();
                Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(
                    pair.First.Top + pair.First.Height <= pair.Second.Top + tolerance, $"{pair}"));
                Assert.Single(place.Select(bar => (bar.Left, bar.Width)).Distinct());
            }
        });

    [Fact]
    public void Grouped_bars_stand_on_zero_beside_each_other() => ForAnyFigures((figures, tolerance) =>
    {
        var axis = figures.PlainAxis;
        var bars = figures.Grouped(axis).ToList();

        Assert.All(bars, AssertInside);
        AssertHeights(figures, axis, bars, tolerance);
        Assert.All(bars, bar => Assert.InRange(
            axis.Down(0), bar.Top - tolerance, bar.Top + bar.Height + tolerance));
        Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.True(
            pair.First.Left + pair.First.Width <= pair.Second.Left + tolerance, $"{pair}"));
    });

    [Fact]
    public void A_line_leads_from_each_value_to_the_next() => ForAnyFigures((figures, _) =>
    {
        var axis = figures.PlainAxis;
        var (lines, dots) = (figures.Lines(axis).ToList(), figures.Dots(axis).ToList());

        Assert.Equal(figures.Series.Count * figures.Places.Count, dots.Count);
        Assert.All(dots, dot =>
            Assert.Equal(axis.Down(figures.Series[dot.Series].Values[dot.Place]), dot.Y));
        foreach (var series in dots.GroupBy(dot => dot.Series))
            Assert.Equal(
                series.Zip(series.Skip(1), (from, to) => new Stroke(series.Key, from.X, from.Y, to.X, to.Y)),
                lines.Where(line => line.Series == series.Key));
    });

    [Fact]
    public void A_small_screen_shows_three_names_of_places_and_a_large_one_six()
    {
        string[] months = [.. Enumerable.Range(1, 36).Select(month => $"{month}")];
        var seen = ChartView.Of(
            "months", "Months", new Figures(months, [new Series("all", [.. months.Select(decimal.Parse)])]),
            ChartKind.Lines, value => $"{value} kr", (axis, value) => $"{value}/{axis.High}");

        Assert.Equal(["1", "7", "13", "19", "25", "31"], seen.Labels.Select(label => label.Text));
        Assert.Equal(["1", "13", "25"], seen.Labels.Where(label => label.IsRare).Select(label => label.Text));
        Assert.Equal("1.389%", seen.Labels[0].At);
        Assert.Equal("all: 666 kr", seen.About);
        Assert.Equal(["0/40", "10/40", "20/40", "30/40", "40/40"], seen.Ticks.Select(tick => tick.Text));
        Assert.Equal("36, all: 36 kr", seen.Dots[^1].Text);
    }

    static void AssertInside(Bar bar)
    {
        Assert.InRange(bar.Left, 0, 100);
        Assert.InRange(bar.Left + bar.Width, 0, 100);
        Assert.InRange(bar.Top, 0, 100);
        Assert.InRange(bar.Top + bar.Height, 0, 100.0000001m);
    }

    static void AssertHeights(Figures figures, Axis axis, List<Bar> bars, decimal tolerance)
    {
        Assert.Equal(figures.Series.Sum(one => one.Values.Count(value => value != 0)), bars.Count);
        Assert.All(bars, bar => Assert.InRange(
            bar.Height - Math.Abs(figures.Series[bar.Series].Values[bar.Place]) * 100 / (axis.High - axis.Low),
            -tolerance, tolerance));
    }

    static void ForAnyFigures(Action<Figures, decimal> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var places = random.Next(1, 40);
            var most = (long)Math.Pow(10, random.Next(0, 18));
            decimal Value() => random.Next(4) == 0 ? 0 : random.NextInt64(random.Next(3) == 0 ? -most : 0, most + 1);
            check(
                new Figures(
                    [.. Enumerable.Range(0, places).Select(place => $"{place}")],
                    [.. Enumerable.Range(0, random.Next(1, 8)).Select(series => new Series(
                        $"{series}", [.. Enumerable.Range(0, places).Select(_ => Value())]))]),
                0.0000001m);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
