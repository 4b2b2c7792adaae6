using System.Globalization;

namespace Kalends.Web.Charts;

/// <summary>How the series of a chart are drawn.</summary>
enum ChartKind
{
    Stacked,
    Grouped,
    Lines,
}

/// <summary>
/// A chart, drawn in per cent of its box: it has the width of its page, and its text the size of other text. The table
/// beside it has the same figures.
/// </summary>
partial class ChartView
{
    /// <param name="Id">An id that the page has once.</param>
    /// <param name="Title">What it shows.</param>
    /// <param name="About">What is seen in it, for those who do not see it.</param>
    /// <param name="Names">The names of the series.</param>
    /// <param name="Ticks">The lines of the vertical axis.</param>
    /// <param name="Labels">The names of the places.</param>
    /// <param name="Bars">The bars.</param>
    /// <param name="Lines">The pieces of lines.</param>
    /// <param name="Dots">The points of lines.</param>
    public sealed record Seen(
        string Id, string Title, string About, IReadOnlyList<string> Names, IReadOnlyList<Tick> Ticks,
        IReadOnlyList<Label> Labels, IReadOnlyList<Box> Bars, IReadOnlyList<Piece> Lines, IReadOnlyList<Point> Dots);

    public sealed record Tick(string At, string Text);

    /// <param name="At">The place.</param>
    /// <param name="Text">Its name.</param>
    /// <param name="IsRare">Whether it is one of the few that have room on a small screen.</param>
    public sealed record Label(string At, string Text, bool IsRare);

    public sealed record Box(int Series, string X, string Y, string Width, string Height, string Text);

    public sealed record Piece(int Series, string X1, string Y1, string X2, string Y2);

    public sealed record Point(int Series, string X, string Y, string Text);

    const int LabelsMax = 6;
    const int RareMax = 3;

    /// <param name="id">An id that the page has once.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="kind">How the series are drawn.</param>
    /// <param name="written">Writes a value.</param>
    /// <param name="onAxis">Writes a value beside the axis.</param>
    internal static Seen Of(
        string id, string title, Figures figures, ChartKind kind, Func<decimal, string> written,
        Func<Axis, decimal, string> onAxis)
    {
        var axis = kind == ChartKind.Stacked ? figures.StackedAxis : figures.PlainAxis;
        string TextOf(int place, int series) =>
            $"{figures.Places[place]}, {figures.Series[series].Name}: {written(figures.Series[series].Values[place])}";
        var bars = kind switch
        {
            ChartKind.Stacked => figures.Stacked(axis),
            ChartKind.Grouped => figures.Grouped(axis),
            ChartKind.Lines => [],
        };
        var isLines = kind == ChartKind.Lines;
        return new Seen(
            id, title, string.Join("; ", figures.Series.Select(one => $"{one.Name}: {written(one.Values.Sum())}")),
            [.. figures.Series.Select(one => one.Name)],
            [.. axis.Ticks.Select(tick => new Tick(PerCent(axis.Down(tick)), onAxis(axis, tick)))],
            LabelsOf(figures),
            [.. bars.Select(bar => new Box(
                bar.Series, PerCent(bar.Left), PerCent(bar.Top), PerCent(bar.Width), PerCent(bar.Height),
                TextOf(bar.Place, bar.Series)))],
            !isLines ? [] : [.. figures.Lines(axis).Select(line => new Piece(
                line.Series, PerCent(line.X1), PerCent(line.Y1), PerCent(line.X2), PerCent(line.Y2)))],
            !isLines ? [] : [.. figures.Dots(axis).Select(dot => new Point(
                dot.Series, PerCent(dot.X), PerCent(dot.Y), TextOf(dot.Place, dot.Series)))]);
    }

    static string ClassOf(int series) => $"series-{series + 1}";

    // Neighbouring names would run into each other, so only every second or third one is written.
    static IReadOnlyList<Label> LabelsOf(Figures figures)
    {
        var all = figures.Places.Count;
        var (each, rare) = (Steps(all, LabelsMax), Steps(all, RareMax));
        return [.. Enumerable.Range(0, all)
            .Where(place => place % each == 0 || place % rare == 0)
            .Select(place => new Label(PerCent(figures.Middle(place)), figures.Places[place], place % rare == 0))];
    }

    static int Steps(int all, int most) => Math.Max(1, (all + most - 1) / most);

    static string PerCent(decimal value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}%");
}
