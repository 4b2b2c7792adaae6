using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Validation;

/// <summary>Collects the faults of a document, and counts the work of finding them.</summary>
sealed class Report(Document document, int workMax)
{
    const int ErrorsMax = 100;

    readonly List<GraphError> _errors = [];
    int _work;

    public IReadOnlyList<GraphError> Errors => _errors;

    public void Add(string message, params ReadOnlySpan<Node> at)
    {
        var starts = new int[Math.Min(at.Length, Document.LocationsMax)];
        for (var i = 0; i < starts.Length; i++) starts[i] = at[i].Start;
        Add(message, starts);
    }

    public void Add(string message, params ReadOnlySpan<Name> at)
    {
        var starts = new int[Math.Min(at.Length, Document.LocationsMax)];
        for (var i = 0; i < starts.Length; i++) starts[i] = at[i].Start;
        Add(message, starts);
    }

    /// <summary>Counts a step of work that grows faster than the document.</summary>
    public void Spend(int steps = 1)
    {
        _work += steps;
        if (_work <= workMax) return;
        _errors.Add(new GraphError(LimitCodes.Merging, "The document takes too long to check."));
        throw new ValidationStopped();
    }

    void Add(string message, int[] starts)
    {
        var locations = Array.ConvertAll(starts, document.Locate);
        _errors.Add(new GraphError(ErrorCodes.Validation, message) { Locations = locations });
        if (_errors.Count < ErrorsMax) return;
        _errors.Add(new GraphError(ErrorCodes.Validation, "Too many validation errors, the rest is not checked."));
        throw new ValidationStopped();
    }
}

/// <summary>Ends a validation that has found enough faults.</summary>
sealed class ValidationStopped : Exception;
