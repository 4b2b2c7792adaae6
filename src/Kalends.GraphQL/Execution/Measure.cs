using System.Globalization;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>
/// Measures an operation, with its fragments expanded, against the limits; stops at the first one exceeded.
/// </summary>
sealed class Measure(GraphEngine engine, CheckedDocument document, VariableValues variables)
{
    // The introspection depth is the number of lists entered, whatever lies between them.
    static readonly HashSet<string> IntrospectionLists =
        new(StringComparer.Ordinal) { "fields", "interfaces", "possibleTypes", "inputFields" };

    readonly GraphLimits _limits = engine.Limits;
    int _fields;
    int _rootFields;

    /// <summary>The cost of the operation, as far as it was measured.</summary>
    public long Cost { get; private set; }

    /// <summary>Whether the result depends on the request's variables.</summary>
    public bool UsesVariables { get; private set; }

    public GraphError? Run(OperationDefinition operation, ObjectType root)
    {
        try
        {
            Directives(operation.Directives);
            foreach (var variable in operation.Variables) Directives(variable.Directives);
            Selections(operation.Selections, root, new Place(1, 1, 0, 0));
            return null;
        }
        catch (GraphException exceeded)
        {
            return exceeded.Error;
        }
    }

    void Selections(SelectionSet set, CompositeType parent, Place place)
    {
        if (place.Nesting > _limits.Parsing.DepthMax)
            throw Exceeded(LimitCodes.Nesting, $"Fragments nest deeper than {_limits.Parsing.DepthMax} levels.", set);
        var aliases = 0;
        foreach (var item in set.Items)
        {
            Directives(item.Directives);
            switch (item)
            {
                case Field f:
                    if (f.Alias is not null && ++aliases > _limits.AliasesMax)
                        throw Exceeded(LimitCodes.Aliases,
                            $"A selection set has more than {_limits.AliasesMax} aliases.", f);
                    Field(f, parent, place);
                    break;
                case InlineFragment inline:
                    Selections(inline.Selections, Narrow(inline.Type, parent), place.Inside());
                    break;
                case FragmentSpread spread when document.Fragments.TryGetValue(spread.Name.Text, out var fragment):
                    Directives(fragment.Directives);
                    Selections(fragment.Selections, Narrow(fragment.Type, parent), place.Inside());
                    break;
            }
        }
    }

    void Field(Field f, CompositeType parent, Place place)
    {
        if (++_fields > _limits.FieldsMax)
            throw Exceeded(LimitCodes.Fields, $"The operation selects more than {_limits.FieldsMax} fields.", f);
        if (place.Depth == 1 && ++_rootFields > _limits.RootFieldsMax)
            throw Exceeded(LimitCodes.RootFields,
                $"The operation selects more than {_limits.RootFieldsMax} root fields.", f);
        if (engine.Schema.FieldOf(parent, f.Name.Text) is not { } definition) return;
        Cost = checked(Cost + Math.Min(place.Rows * definition.Cost, long.MaxValue / 4));
        if (Cost > _limits.CostMax)
            throw Exceeded(LimitCodes.Cost, $"The operation costs more than {_limits.CostMax}.", f);
        if (place.Depth > _limits.DepthMax && place.Introspection == 0)
            throw Exceeded(LimitCodes.Depth, $"Fields nest deeper than {_limits.DepthMax} levels.", f);
        if (f.Selections is null || definition.Type.Named is not CompositeType type) return;
        Selections(f.Selections, type, Below(f, definition, place));
    }

    Place Below(Field f, OutputField definition, Place place)
    {
        var introspection = place.Introspection;
        if (f.Name.Text is "__schema" or "__type")
        {
            introspection = 1;
            if (!engine.Options.Introspection)
                throw Exceeded(LimitCodes.IntrospectionOff, "Introspection is switched off.", f);
        }
        else if (introspection > 0 && IntrospectionLists.Contains(f.Name.Text)
            && introspection++ >= _limits.IntrospectionDepthMax)
        {
            throw Exceeded(LimitCodes.Introspection, "Maximum introspection depth exceeded", f);
        }
        var rows = Math.Min(place.Rows * Size(f, definition.PageSize), int.MaxValue);
        return new Place(place.Depth + 1, rows, place.Nesting + 1, introspection);
    }

    long Size(Field f, PageSize? page)
    {
        if (page is null) return 1;
        foreach (var name in page.Arguments)
        {
            var given = Array.Find(f.Arguments, a => a.Name.Text == name)?.Value;
            if (given is Variable) UsesVariables = true;
            var size = given switch
            {
                IntValue literal when long.TryParse(literal.Text, CultureInfo.InvariantCulture, out var n) => n,
                ListValue list => list.Items.Length,
                Variable variable => variables.Get(variable.Name.Text) switch
                {
                    int n => n,
                    object?[] list => list.Length,
                    _ => -1,
                },
                _ => -1,
            };
            if (size >= 0) return Math.Min(size, page.Max);
        }
        return page.Default;
    }

    CompositeType Narrow(NamedTypeRef? condition, CompositeType parent) =>
        condition is not null && engine.Schema.Types.GetValueOrDefault(condition.Name.Text) is CompositeType narrower
            ? narrower : parent;

    void Directives(Directive[] directives)
    {
        if (directives.Length > _limits.DirectivesMax)
        {
            var message = $"More than {_limits.DirectivesMax} directives stand in one place.";
            throw Exceeded(LimitCodes.Directives, message, directives[_limits.DirectivesMax]);
        }
    }

    GraphException Exceeded(string code, string message, Node at) =>
        LimitError.At(document.Document.Source, at.Start, code, message);

    /// <summary>
    /// The position of the walk: field depth, rows above, nesting of braces, and introspection lists entered.
    /// </summary>
    readonly record struct Place(int Depth, long Rows, int Nesting, int Introspection)
    {
        public Place Inside() => this with { Nesting = Nesting + 1 };
    }
}
