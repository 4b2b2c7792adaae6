namespace Kalends.GraphQL.Language;

/// <summary>The limits at which the parser refuses a document.</summary>
public sealed record ParseLimits(int TokensMax = 15_000, int DepthMax = 200)
{
    /// <summary>The limits used when none are given.</summary>
    public static ParseLimits Default { get; } = new();
}
