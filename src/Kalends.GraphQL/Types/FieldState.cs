namespace Kalends.GraphQL.Types;

/// <summary>The result of resolving a field for all rows of a block.</summary>
abstract class FieldState;

/// <summary>The arguments of a leaf field, for this request.</summary>
sealed class LeafArgs(Args args) : FieldState
{
    public Args Args { get; } = args;
}

/// <summary>The values of a leaf field that was resolved as a batch.</summary>
sealed class LeafValues<TValue>(IReadOnlyList<TValue> values, GraphException?[]? failures) : FieldState
{
    public IReadOnlyList<TValue> Values { get; } = values;

    public GraphException?[]? Failures { get; } = failures;
}
