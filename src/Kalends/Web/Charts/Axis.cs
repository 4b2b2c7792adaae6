namespace Kalends.Web.Charts;

/// <summary>The vertical axis of a chart: round steps between two ends, within which all values and zero lie.</summary>
sealed record Axis(decimal Low, decimal High, decimal Step)
{
    /// <summary>The greatest number of steps.</summary>
    public const int StepsMax = 5;

    public static Axis Of(IEnumerable<decimal> values)
    {
        var (low, high) = (0m, 0m);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var step = RoundSteps().First(one => Math.Ceiling(high / one) - Math.Floor(low / one) <= StepsMax);
        var (first, last) = (Math.Floor(low / step), Math.Ceiling(high / step));
        // Where nothing is to be seen, there is still a floor to see it on.
        return new Axis(first * step, Math.Max(last, first + 1) * step, step);
    }

    /// <summary>The values at which a line is drawn, from low to high.</summary>
    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = Low; tick <= High; tick += Step)
                yield return tick;
        }
    }

    /// <summary>How far below the upper end a value lies, in per cent of the height.</summary>
    public decimal Down(decimal value) => (High - value) * 100 / (High - Low);

    // 1, 2, 5, 10, 20 and so on. Values are whole numbers, so a step is one at least.
    static IEnumerable<decimal> RoundSteps()
    {
        for (var power = 1m; ; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }
}
