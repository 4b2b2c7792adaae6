using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>Checks documents by the rules of the specification's chapter 5.</summary>
public static class Validator
{
    /// <summary>Every rule that the document breaks; empty if it is valid.</summary>
    public static IReadOnlyList<GraphError> Validate(Schema schema, Document document, int workMax = 200_000)
    {
        var report = new Report(document, workMax);
        try
        {
            DocumentRules.Check(schema, document, report);
            var walk = new SelectionRules(schema, report);
            var uses = new List<DefinitionUses>();
            foreach (var definition in document.Definitions)
            {
                if (walk.Check(definition) is { } use) uses.Add(use);
            }
            var graph = new FragmentRules(schema, uses, report);
            var acyclic = graph.Check(walk.Parents);
            // Merging expands fragments within each other, which terminates only if they are acyclic.
            if (acyclic) FieldMerging.Check(schema, document, report);
        }
        catch (ValidationStopped)
        {
            // The report already holds the reason.
        }
        return report.Errors;
    }
}
