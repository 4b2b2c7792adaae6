namespace Kalends.Bench.Kit;

/// <summary>One line of the table.</summary>
/// <param name="Work">What was measured.</param>
/// <param name="Reference">Against what, in the same run.</param>
/// <param name="Measured">The median, and what it was made of.</param>
/// <param name="Spread">The least and the most of the rounds.</param>
/// <param name="Goal">What was to be reached.</param>
/// <param name="Met">Whether it was; null where there was no goal.</param>
/// <param name="Limit">What holds the figure where it is.</param>
sealed record Figure(
    string Work, string Reference, string Measured, string Spread, string Goal, bool? Met, string Limit)
{
    /// <summary>
    /// A row of rates: the ratio of the subject's to the reference's is to be <paramref name="goal"/> or more.
    /// </summary>
    public static Figure AtLeast(double goal, string work, string reference, Rounds rounds, string limit)
    {
        var (ratio, subject, other) =
            (Rounds.Median(rounds.Ratios), Rounds.Median(rounds.Subject), Rounds.Median(rounds.Reference));
        return new Figure(
            work, reference, $"{ratio:0.00} ({subject:0} / {other:0} a second)",
            $"{rounds.Ratios.Min():0.00}–{rounds.Ratios.Max():0.00}", $"≥ {goal}", ratio >= goal, limit);
    }

    /// <summary>
    /// A row of rates: the subject is to take at most <paramref name="goal"/> times as long as the reference.
    /// </summary>
    public static Figure AtMost(double goal, string work, string reference, Rounds rounds, string limit) =>
        Times(work, reference, rounds, limit) with
        {
            Goal = $"≤ {goal}",
            Met = Rounds.Median(rounds.Times) <= goal,
        };

    /// <summary>A row without a goal: how many times as long as the reference the subject takes.</summary>
    public static Figure Times(string work, string reference, Rounds rounds, string limit)
    {
        var (times, subject, other) =
            (Rounds.Median(rounds.Times), Rounds.Median(rounds.Subject), Rounds.Median(rounds.Reference));
        return new Figure(
            work, reference, $"{times:0.00} × ({Duration(subject)} / {Duration(other)})",
            $"{rounds.Times.Min():0.00}–{rounds.Times.Max():0.00}", "", null, limit);
    }

    static string Duration(double rate) => rate switch
    {
        >= 1000 => $"{1e6 / rate:0} µs",
        >= 1 => $"{1e3 / rate:0.0} ms",
        _ => $"{1 / rate:0.0} s",
    };

    /// <summary>A row of amounts that are to stay below a bound.</summary>
    public static Figure Below(
        double goal, string unit, string work, string reference, IReadOnlyList<double> amounts, string limit)
    {
        var median = Rounds.Median(amounts);
        return new Figure(
            work, reference, $"{median:0} {unit}", $"{amounts.Min():0}–{amounts.Max():0}", $"< {goal} {unit}",
            median < goal, limit);
    }
}
