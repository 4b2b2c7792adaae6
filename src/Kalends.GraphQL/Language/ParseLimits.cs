namespace Kalends.GraphQL.Language;

/// <summary>How much the parser reads before it refuses a document.</summary>
public sealed record ParseLimits(int TokensMax = 15_000, int DepthMax = 200)
{
    /// <summary>The limits used when none are given.</summary>
    public static ParseLimits Default { get; } = new();
}
