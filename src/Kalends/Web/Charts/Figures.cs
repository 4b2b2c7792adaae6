namespace Kalends.Web.Charts;

/// <summary>What a chart shows: some series, each with a value at every place of the horizontal axis.</summary>
/// <param name="Places">The names of the places.</param>
/// <param name="Series">The series.</param>
sealed record Figures(IReadOnlyList<string> Places, IReadOnlyList<Series> Series)
{
    // The part of its place that a bar, or a group of bars, takes up.
    const decimal Filled = 0.72m;

    /// <summary>The width of a place, in per cent of the chart.</summary>
    decimal Width => 100m / Places.Count;

    /// <summary>The axis of bars that stand upon each other.</summary>
    public Axis StackedAxis => Axis.Of(Enumerable.Range(0, Places.Count).SelectMany(place => (decimal[])
    [
        Series.Sum(one => Math.Max(0, one.Values[place])), Series.Sum(one => Math.Min(0, one.Values[place])),
    ]));

    /// <summary>The axis of bars and lines beside each other.</summary>
    public Axis PlainAxis => Axis.Of(Series.SelectMany(one => one.Values));

    /// <summary>Bars upon each other: what is positive grows up from zero, and what is negative grows down.</summary>
    public IEnumerable<Bar> Stacked(Axis axis)
    {
        for (var place = 0; place < Places.Count; place++)
        {
            var (above, below) = (0m, 0m);
            for (var i = 0; i < Series.Count; i++)
            {
                var value = Series[i].Values[place];
                var from = value < 0 ? below : above;
                if (value != 0)
                    yield return BarOf(axis, place, i, from, from + value, (1 - Filled) / 2, Filled);
                (above, below) = value < 0 ? (above, below + value) : (above + value, below);
            }
        }
    }

    /// <summary>Bars beside each other, one for each series at each place.</summary>
    public IEnumerable<Bar> Grouped(Axis axis)
    {
        var width = Filled / Series.Count;
        for (var place = 0; place < Places.Count; place++)
            for (var i = 0; i < Series.Count; i++)
                if (Series[i].Values[place] is not 0 and var value)
                    yield return BarOf(axis, place, i, 0, value, (1 - Filled) / 2 + i * width, width);
    }

    /// <summary>A line for each series, from place to place.</summary>
    public IEnumerable<Stroke> Lines(Axis axis) =>
        from i in Enumerable.Range(0, Series.Count)
        from place in Enumerable.Range(0, Places.Count - 1)
        select new Stroke(
            i, Middle(place), axis.Down(Series[i].Values[place]), Middle(place + 1),
            axis.Down(Series[i].Values[place + 1]));

    /// <summary>The values of the series as points, one at each place.</summary>
    public IEnumerable<Dot> Dots(Axis axis) =>
        from i in Enumerable.Range(0, Series.Count)
        from place in Enumerable.Range(0, Places.Count)
        select new Dot(place, i, Middle(place), axis.Down(Series[i].Values[place]));

    /// <summary>The middle of a place, in per cent of the chart.</summary>
    public decimal Middle(int place) => (place + 0.5m) * Width;

    Bar BarOf(Axis axis, int place, int series, decimal from, decimal to, decimal offset, decimal width)
    {
        var (top, bottom) = (axis.Down(Math.Max(from, to)), axis.Down(Math.Min(from, to)));
        return new Bar(place, series, (place + offset) * Width, top, width * Width, bottom - top);
    }
}

/// <summary>The values of one series, one for each place; whole numbers, such as amounts in minor units.</summary>
sealed record Series(string Name, IReadOnlyList<decimal> Values);

/// <summary>A bar, in per cent of the chart.</summary>
sealed record Bar(int Place, int Series, decimal Left, decimal Top, decimal Width, decimal Height);

/// <summary>A straight piece of a line, in per cent of the chart.</summary>
sealed record Stroke(int Series, decimal X1, decimal Y1, decimal X2, decimal Y2);

/// <summary>A value of a line, in per cent of the chart.</summary>
sealed record Dot(int Place, int Series, decimal X, decimal Y);
