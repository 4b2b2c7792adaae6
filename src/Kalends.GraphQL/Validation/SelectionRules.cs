using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>
/// The uses of other definitions within a definition: fragments by name, and variables with their positions.
/// </summary>
sealed class DefinitionUses(Definition definition)
{
    public Definition Definition { get; } = definition;

    public List<FragmentSpread> Spreads { get; } = [];

    public List<VariableUse> Variables { get; } = [];
}

/// <summary>
/// A variable in a position: the type there, whether it has a default, and the oneOf object around it.
/// </summary>
readonly record struct VariableUse(Variable Node, GraphType? Type, bool HasDefault, InputObjectType? OneOf);

/// <summary>
/// The rules that one walk over the selections of a definition can check, knowing the type at each place.
/// </summary>
/// <remarks>Recursion is bounded by the parser's nesting limit; fragments are not followed here.</remarks>
sealed class SelectionRules(Schema schema, Report report)
{
    DefinitionUses _uses = new(new FragmentDefinition(0, default, new(default), [], new(0, [])));

    public DefinitionUses? Check(Definition definition)
    {
        _uses = new DefinitionUses(definition);
        switch (definition)
        {
            case OperationDefinition operation:
                Directives(operation.Directives, operation.Kind.Keyword().ToUpperInvariant());
                foreach (var variable in operation.Variables) VariableDefinition(variable);
                Selections(operation.Selections, schema.RootOf(operation.Kind));
                return _uses;
            case FragmentDefinition fragment:
                Directives(fragment.Directives, "FRAGMENT_DEFINITION");
                Selections(fragment.Selections, Condition(fragment.Type, $"Fragment \"{fragment.Name.Text}\""));
                return _uses;
            default:
                return null;
        }
    }

    void VariableDefinition(VariableDefinition definition)
    {
        var type = schema.Find(definition.Type);
        if (type is null)
            report.Add($"Unknown type \"{InnerName(definition.Type).Text}\".", InnerName(definition.Type));
        else if (!type.IsInput)
            report.Add($"Variable \"${definition.Variable.Name.Text}\" cannot be non-input type \"{type}\".",
                definition.Type);
        if (definition.Default is { } fallback)
        {
            var known = type?.IsInput == true ? type : null;
            new ValueRules(report, _uses.Variables).Check(fallback, known, hasDefault: false);
        }
        Directives(definition.Directives, "VARIABLE_DEFINITION");
    }

    void Selections(SelectionSet set, CompositeType? parent)
    {
        foreach (var item in set.Items)
        {
            switch (item)
            {
                case Field f: Field(f, parent); break;
                case FragmentSpread spread: Spread(spread, parent); break;
                case InlineFragment inline: Inline(inline, parent); break;
            }
        }
    }

    void Field(Field f, CompositeType? parent)
    {
        var definition = parent is null ? null : schema.FieldOf(parent, f.Name.Text);
        if (parent is not null && definition is null)
            report.Add($"Cannot query field \"{f.Name.Text}\" on type \"{parent.Name}\".", f);
        if (definition is not null) Leaf(f, definition);
        Arguments(f.Arguments, definition?.Arguments, f, $"{parent?.Name}.{f.Name.Text}", "field");
        Directives(f.Directives, "FIELD");
        if (f.Selections is not null) Selections(f.Selections, definition?.Type.Named as CompositeType);
    }

    void Leaf(Field f, OutputField definition)
    {
        if (definition.Type.IsLeaf && f.Selections is not null)
        {
            report.Add(
                $"Field \"{f.Name.Text}\" must not have a selection since type \"{definition.Type}\" has no subfields.",
                f.Selections);
        }
        else if (!definition.Type.IsLeaf && f.Selections is null)
        {
            report.Add($"Field \"{f.Name.Text}\" of type \"{definition.Type}\" must have a selection of subfields. "
                + $"Did you mean \"{f.Name.Text} {{ ... }}\"?", f);
        }
    }

    void Spread(FragmentSpread spread, CompositeType? parent)
    {
        _uses.Spreads.Add(spread);
        Parents.Add((spread, parent));
        Directives(spread.Directives, "FRAGMENT_SPREAD");
    }

    /// <summary>The type around each spread, for the rule that also needs the fragments.</summary>
    public List<(FragmentSpread Spread, CompositeType? Parent)> Parents { get; } = [];

    void Inline(InlineFragment inline, CompositeType? parent)
    {
        var type = inline.Type is null ? parent : Condition(inline.Type, "Fragment");
        if (inline.Type is not null && type is not null && parent is not null && !type.Overlaps(parent))
        {
            report.Add($"Fragment cannot be spread here as objects of type \"{parent.Name}\" can never be of type "
                + $"\"{type.Name}\".", inline);
        }
        Directives(inline.Directives, "INLINE_FRAGMENT");
        Selections(inline.Selections, type);
    }

    CompositeType? Condition(NamedTypeRef condition, string what)
    {
        var type = schema.Types.GetValueOrDefault(condition.Name.Text);
        if (type is null) report.Add($"Unknown type \"{condition.Name.Text}\".", condition);
        else if (type is not CompositeType) report.Add(
            $"{what} cannot condition on non composite type \"{type.Name}\".", condition);
        return type as CompositeType;
    }

    void Directives(Directive[] directives, string location)
    {
        for (var i = 0; i < directives.Length; i++)
        {
            var directive = directives[i];
            var known = schema.TryGetDirective(directive.Name.Text, out var definition);
            if (!known) report.Add($"Unknown directive \"@{directive.Name.Text}\".", directive);
            else if (definition?.Locations.Contains(location) == false)
                report.Add($"Directive \"@{directive.Name.Text}\" may not be used on {location}.", directive);
            var first = Array.FindIndex(directives, d => d.Name.Text == directive.Name.Text);
            report.Spend(Math.Max(1, first));
            if (first < i && definition?.Repeatable == false)
            {
                var message = $"The directive \"@{directive.Name.Text}\" can only be used once at this location.";
                report.Add(message, directives[first], directive);
            }
            Arguments(directive.Arguments, definition?.Arguments, directive, $"@{directive.Name.Text}", "directive");
        }
    }

    void Arguments(
        Argument[] given, OrderedDictionary<string, InputField>? defined, Node owner, string name, string what)
    {
        if (given.Length > 1) UniqueArguments(given);
        foreach (var argument in given)
        {
            var definition = defined?.GetValueOrDefault(argument.Name.Text);
            if (defined is not null && definition is null)
                report.Add($"Unknown argument \"{argument.Name.Text}\" on {what} \"{name}\".", argument);
            new ValueRules(report, _uses.Variables)
                .Check(argument.Value, definition?.Type, definition?.Default is not null);
        }
        if (defined is null) return;
        foreach (var required in defined.Values)
        {
            if (!required.IsRequired || Array.Exists(given, a => a.Name.Text == required.Name)) continue;
            report.Add($"Argument \"{name}({required.Name}:)\" of type \"{required.Type}\" is required, "
                + "but it was not provided.", owner);
        }
    }

    void UniqueArguments(Argument[] given)
    {
        foreach (var same in given.GroupBy(a => a.Name.Text).Where(g => g.Skip(1).Any()))
            report.Add($"There can be only one argument named \"{same.Key}\".", [.. same.Select(a => a.Name)]);
    }

    static Name InnerName(TypeRef type)
    {
        while (true)
        {
            switch (type)
            {
                case NamedTypeRef named: return named.Name;
                case ListTypeRef list: type = list.Of; break;
                case NonNullTypeRef nonNull: type = nonNull.Of; break;
            }
        }
    }
}
