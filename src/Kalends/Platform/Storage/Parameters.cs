namespace Kalends.Platform.Storage;

/// <summary>The values of a statement that is put together for one request.</summary>
sealed class Parameters
{
    readonly List<(string Name, object? Value)> _values = [];

    /// <summary>Takes a value and gives the word that stands for it in the statement.</summary>
    public string Add(object value)
    {
        _values.Add(($"p{_values.Count}", value));
        return "@" + _values[^1].Name;
    }

    /// <summary>Takes a list and gives the words for membership in it.</summary>
    public string AddList<T>(IReadOnlyList<T> values) => $"{{list {Add(values)[1..]}}}";

    public (string, object?)[] Values => [.. _values];
}
