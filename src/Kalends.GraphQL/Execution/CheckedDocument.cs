using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;
using Kalends.GraphQL.Validation;

namespace Kalends.GraphQL.Execution;

/// <summary>
/// A document after parsing and validation, valid or not; immutable, so that a cache can hand it out.
/// </summary>
sealed class CheckedDocument
{
    readonly List<OperationDefinition> _operations;
    readonly Prepared?[] _prepared;
    string[]? _conditions;

    public CheckedDocument(Document document, Outcome outcome, IReadOnlyList<GraphError> errors)
    {
        Document = document;
        Outcome = outcome;
        Errors = errors;
        _operations = Definitions.Operations(document);
        Fragments = Definitions.Fragments(document);
        _prepared = new Prepared?[_operations.Count];
    }

    public Document Document { get; }

    public Outcome Outcome { get; }

    public IReadOnlyList<GraphError> Errors { get; }

    public IReadOnlyDictionary<string, FragmentDefinition> Fragments { get; }

    /// <summary>The variables that skips and includes depend on, anywhere in the document.</summary>
    public IReadOnlyList<string> ConditionVariables => _conditions ??= [.. Conditions.Of(Document)];

    public static CheckedDocument Check(byte[] source, GraphEngine engine)
    {
        try
        {
            var document = Parser.Parse(source, engine.Limits.Parsing, engine.Schema.Names);
            var errors = Validator.Validate(engine.Schema, document, engine.Limits.ValidationWorkMax);
            return new CheckedDocument(document, errors.Count == 0 ? Outcome.Executed : Outcome.Invalid, errors);
        }
        catch (GraphException refused)
        {
            return new CheckedDocument(new Document(source, []), Outcome.SyntaxError, [refused.Error]);
        }
    }

    /// <summary>The operation with this name, or the only one if no name is given.</summary>
    public Prepared? Operation(Schema schema, string? name)
    {
        var index = name is not null ? _operations.FindIndex(o => o.Name?.Text == name)
            : _operations.Count == 1 ? 0 : -1;
        // Two requests may prepare the same operation at once; either result is fine.
        return index < 0 ? null : _prepared[index] ??= new Prepared(schema, this, _operations[index]);
    }
}

/// <summary>Finds the variables in the conditions of skips and includes.</summary>
static class Conditions
{
    public static IEnumerable<string> Of(Document document)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is OperationDefinition operation) Visit(operation.Selections, names);
            else if (definition is FragmentDefinition fragment) Visit(fragment.Selections, names);
        }
        return names;
    }

    // Recursion is bounded by the parser's nesting limit.
    static void Visit(SelectionSet set, HashSet<string> names)
    {
        foreach (var item in set.Items)
        {
            foreach (var directive in item.Directives)
            {
                if (directive.Name.Text is not ("skip" or "include")) continue;
                foreach (var argument in directive.Arguments)
                {
                    if (argument.Value is Variable variable) names.Add(variable.Name.Text);
                }
            }
            var below = item switch
            {
                Field f => f.Selections,
                InlineFragment inline => inline.Selections,
                _ => null,
            };
            if (below is not null) Visit(below, names);
        }
    }
}
