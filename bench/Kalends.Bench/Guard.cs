using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kalends.Bench.Kit;

namespace Kalends.Bench;

/// <summary>
/// A quick look at whether anything became slower: ten rows in short rounds, beside what the page says of them.
/// </summary>
static partial class Guard
{
    public const string Word = "--guard";

    /// <summary>The benches that tell something in little time.</summary>
    public static readonly IReadOnlyList<string> Benches =
        ["slots", "reserve", "move", "save-event", "graphql", "start"];

    public static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>A row that became worse by more than this share is marked; short rounds vary by half of it.</summary>
    const double Share = 0.2;

    /// <summary>A row beside what the page says of it.</summary>
    /// <param name="Work">What was measured.</param>
    /// <param name="Then">The ratio on the page.</param>
    /// <param name="Now">The ratio of this run.</param>
    /// <param name="Change">What it is now in parts of then, so that more is better.</param>
    sealed record Row(string Work, double Then, double Now, double Change)
    {
        public bool IsWorse => Change < 1 - Share;
    }

    /// <summary>Compares rows with the page, and prints the table; false if any became worse.</summary>
    public static bool Compare(IEnumerable<Figure> now, IReadOnlyList<Known> known)
    {
        var then = known.Where(bench => Benches.Contains(bench.Bench)).SelectMany(bench => bench.Figures)
            .ToDictionary(row => row.Work);
        var rows = now.Where(row => then.ContainsKey(row.Work)).Select(row => Beside(then[row.Work], row)).ToList();
        Console.WriteLine(Table(rows));
        return !rows.Exists(row => row.IsWorse);
    }

    static Row Beside(Figure then, Figure now)
    {
        var (was, isNow) = (Number(then), Number(now));
        return new Row(now.Work, was, isNow, IsBetterIfMore(now) ? isNow / was : was / isNow);
    }

    // Times, amounts and rows with an upper bound are better the less they are.
    static bool IsBetterIfMore(Figure row) =>
        row.Goal.StartsWith('≥') || (row.Goal == "" && !row.Measured.Contains('×'));

    // An amount such as milliseconds says something only beside its reference, the number in the reference's words.
    static double Number(Figure row)
    {
        var amount = Parse(Leading().Match(row.Measured).Groups[1].Value);
        return Amount().Match(row.Reference) is { Success: true } reference
            ? amount / Parse(reference.Groups[1].Value)
            : amount;
    }

    static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    static string Table(IEnumerable<Row> rows)
    {
        var table = new StringBuilder("| work | then | now | now in parts of then | |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Work} | {row.Then:0.00} | {row.Now:0.00} | " +
                $"{row.Change:0.00} | {(row.IsWorse ? "worse" : "")} |\n");
        return table.ToString();
    }

    [GeneratedRegex(@"^([0-9.]+)")]
    private static partial Regex Leading();

    [GeneratedRegex(@": ([0-9.]+) ms$")]
    private static partial Regex Amount();
}
