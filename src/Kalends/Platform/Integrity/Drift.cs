namespace Kalends.Platform.Integrity;

/// <summary>The rows that differ from what they should be: the number of all, and the first of them.</summary>
sealed class Drift
{
    const int ShownMax = 100;

    readonly List<Difference> _shown = [];

    public long Count { get; private set; }

    public IReadOnlyList<Difference> Shown => _shown;

    /// <param name="subject">The row.</param>
    /// <param name="expected">What it should have; null if it should not be there.</param>
    /// <param name="found">What it has; null if it is not there.</param>
    public void Add(string subject, string? expected, string? found)
    {
        if (++Count <= ShownMax)
            _shown.Add(new(subject, expected, found));
    }

    /// <summary>Compares the lists that a row should have and has, which are sets.</summary>
    public void Compare(string subject, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (wanted, there) = (expected.ToHashSet(), found.ToHashSet());
        foreach (var missing in wanted.Except(there).Order(StringComparer.Ordinal))
            Add(subject, missing, null);
        foreach (var surplus in there.Except(wanted).Order(StringComparer.Ordinal))
            Add(subject, null, surplus);
    }
}

/// <summary>A row that differs from what it should be.</summary>
/// <param name="Subject">The row.</param>
/// <param name="Expected">What it should have; null if it should not be there.</param>
/// <param name="Found">What it has; null if it is not there.</param>
sealed record Difference(string Subject, string? Expected, string? Found);
