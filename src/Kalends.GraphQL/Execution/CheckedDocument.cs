using System.Collections.Concurrent;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;
using Kalends.GraphQL.Validation;

namespace Kalends.GraphQL.Execution;

/// <summary>A document after parsing and validation, good or bad; immutable, so that a cache can hand it out.</summary>
sealed class CheckedDocument
{
    readonly ConcurrentDictionary<OperationDefinition, Prepared> _prepared = new(ReferenceEqualityComparer.Instance);
    readonly List<OperationDefinition> _operations;
    readonly Lazy<IReadOnlyList<string>> _conditions;

    CheckedDocument(Document document, Outcome outcome, IReadOnlyList<GraphError> errors)
    {
        Document = document;
        Outcome = outcome;
        Errors = errors;
        _operations = [.. document.Definitions.OfType<OperationDefinition>()];
        Fragments = document.Definitions.OfType<FragmentDefinition>()
            .DistinctBy(f => f.Name.Text).ToDictionary(f => f.Name.Text, StringComparer.Ordinal);
        _conditions = new Lazy<IReadOnlyList<string>>(() => [.. Conditions.Of(document)]);
    }

    public Document Document { get; }

    public Outcome Outcome { get; }

    public IReadOnlyList<GraphError> Errors { get; }

    public IReadOnlyDictionary<string, FragmentDefinition> Fragments { get; }

    /// <summary>The variables on which skips and includes depend, anywhere in the document.</summary>
    public IReadOnlyList<string> ConditionVariables => _conditions.Value;

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

    /// <summary>The operation of this name, or the only one if there is no name.</summary>
    public Prepared? Operation(Schema schema, string? name)
    {
        var operation = name is null
            ? _operations.Count == 1 ? _operations[0] : null
            : _operations.Find(o => o.Name?.Text == name);
        return operation is null ? null : _prepared.GetOrAdd(operation, o => new Prepared(schema, this, o));
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
