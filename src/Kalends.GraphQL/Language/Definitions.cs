namespace Kalends.GraphQL.Language;

/// <summary>
/// The definitions of a document, sorted by kind; most documents have a single operation and nothing else.
/// </summary>
static class Definitions
{
    static readonly Dictionary<string, FragmentDefinition> NoFragments = [];

    public static List<OperationDefinition> Operations(Document document)
    {
        var operations = new List<OperationDefinition>(1);
        foreach (var definition in document.Definitions)
        {
            if (definition is OperationDefinition operation) operations.Add(operation);
        }
        return operations;
    }

    /// <summary>The fragments by name, the first of each; the result must not be modified.</summary>
    public static Dictionary<string, FragmentDefinition> Fragments(Document document)
    {
        var fragments = NoFragments;
        foreach (var definition in document.Definitions)
        {
            if (definition is not FragmentDefinition fragment) continue;
            if (fragments == NoFragments) fragments = new(StringComparer.Ordinal);
            fragments.TryAdd(fragment.Name.Text, fragment);
        }
        return fragments;
    }
}
