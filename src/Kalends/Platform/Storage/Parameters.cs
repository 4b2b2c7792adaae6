namespace Kalends.Platform.Storage;

/// <summary>The parameters of a statement that is composed for one request.</summary>
sealed class Parameters
{
    readonly List<(string Name, object? Value)> _values = [];

    /// <summary>Adds a value and returns its placeholder.</summary>
    public string Add(object value)
    {
        _values.Add(($"p{_values.Count}", value));
        return "@" + _values[^1].Name;
    }

    /// <summary>Adds a list and returns the expression for membership in it.</summary>
    public string AddList<T>(IReadOnlyList<T> values) => $"{{list {Add(values)[1..]}}}";

    public (string, object?)[] Values => [.. _values];
}
