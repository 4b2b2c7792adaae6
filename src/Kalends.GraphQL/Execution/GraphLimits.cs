using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Execution;

/// <summary>The limits on the work that one request may cause; each has its own error code.</summary>
public sealed record GraphLimits
{
    /// <summary>Tokens and nesting of the document.</summary>
    public ParseLimits Parsing { get; init; } = ParseLimits.Default;

    /// <summary>The depth to which fields may nest.</summary>
    public int DepthMax { get; init; } = 15;

    /// <summary>Aliases in one selection set.</summary>
    public int AliasesMax { get; init; } = 200;

    /// <summary>Directives in one place.</summary>
    public int DirectivesMax { get; init; } = 8;

    /// <summary>Fields of an operation after its fragments are expanded.</summary>
    public int FieldsMax { get; init; } = 2_000;

    /// <summary>Fields at the root of an operation.</summary>
    public int RootFieldsMax { get; init; } = 20;

    /// <summary>The sum over all fields of their cost times the rows above them.</summary>
    public long CostMax { get; init; } = 10_000;

    /// <summary>Objects in one answer.</summary>
    public int RowsMax { get; init; } = 100_000;

    /// <summary>Bytes of one answer.</summary>
    public int AnswerBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Errors that are reported; further ones are only counted.</summary>
    public int ErrorsMax { get; init; } = 50;

    /// <summary>
    /// How many times introspection may step from a type to its fields, values, interfaces or members.
    /// </summary>
    public int IntrospectionDepthMax { get; init; } = 3;

    /// <summary>Comparisons and visits that checking a document may take.</summary>
    public int ValidationWorkMax { get; init; } = 200_000;

    /// <summary>Bytes of a request's body.</summary>
    public int BodyBytesMax { get; init; } = 256 * 1024;

    /// <summary>The time that one request may take.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Documents that are kept parsed and checked.</summary>
    public int CachedDocumentsMax { get; init; } = 2_000;

    /// <summary>Memory that all kept documents may take, estimated from their length.</summary>
    public long CachedBytesMax { get; init; } = 64 * 1024 * 1024;
}
