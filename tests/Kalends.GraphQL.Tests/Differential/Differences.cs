using System.Text;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Collects where the engine and the oracle disagree, with enough to repeat each case.</summary>
sealed class Differences
{
    const int ShownMax = 10;
    const int ShownPerKindMax = 3;
    const int Width = 160;

    readonly List<string> _shown = [];
    readonly Dictionary<string, int> _kinds = [];
    string _case = "";

    public int Compared { get; private set; }

    /// <summary>Says which case the following checks are about.</summary>
    public void Begin(string description)
    {
        _case = description;
        Compared++;
    }

    public void Check(string what, string? expected, string? actual)
    {
        if (expected == actual)
            return;
        var count = _kinds[what] = _kinds.GetValueOrDefault(what) + 1;
        if (count > ShownPerKindMax || _shown.Count >= ShownMax)
            return;
        var from = FirstDifference(expected ?? "", actual ?? "");
        _shown.Add($"{what}\n  oracle: {Window(expected, from)}\n  engine: {Window(actual, from)}\n{_case}");
    }

    public void AssertNone()
    {
        if (_kinds.Count == 0)
            return;
        var kinds = string.Join(", ", _kinds.OrderByDescending(kind => kind.Value).Select(k => $"{k.Value} x {k.Key}"));
        var report = new StringBuilder($"{kinds} in {Compared} cases; some of them:\n");
        foreach (var shown in _shown)
            report.Append("\n--- ").Append(shown).Append('\n');
        Assert.Fail(report.ToString());
    }

    static int FirstDifference(string left, string right)
    {
        var at = 0;
        while (at < left.Length && at < right.Length && left[at] == right[at])
            at++;
        return at;
    }

    /// <summary>The part of a long text around the place where it differs.</summary>
    static string Window(string? text, int from)
    {
        if (text is null)
            return "nothing";
        var start = Math.Max(0, from - (Width / 2));
        var end = Math.Min(text.Length, start + Width);
        return (start > 0 ? "…" : "") + text[start..end] + (end < text.Length ? "…" : "");
    }
}
