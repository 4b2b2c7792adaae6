using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>
/// The parts that a compiled plan shares: the schema, the fragments, and the values of all skips and includes.
/// </summary>
sealed class PlanScope(
    Schema schema, IReadOnlyDictionary<string, FragmentDefinition> fragments, Document document,
        VariableValues conditions)
{
    public Schema Schema { get; } = schema;

    public Document Document { get; } = document;

    /// <summary>Groups the fields selected on an object type by response name, in order of first appearance.</summary>
    public List<List<Field>> Collect(IReadOnlyList<SelectionSet> sets, ObjectType type)
    {
        if (sets is [var only] && PlainFields.In(only)) return Each(only);
        var groups = new OrderedDictionary<string, List<Field>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets) Collect(set, type, groups, visited);
        return [.. groups.Values];
    }

    static List<List<Field>> Each(SelectionSet plain)
    {
        var groups = new List<List<Field>>(plain.Items.Length);
        foreach (var item in plain.Items) groups.Add(new(1) { (Field)item });
        return groups;
    }

    // Recursion is bounded: a request whose braces and fragments nest too deeply is refused before planning.
    void Collect(
        SelectionSet set, ObjectType type, OrderedDictionary<string, List<Field>> groups, HashSet<string> visited)
    {
        foreach (var item in set.Items)
        {
            if (!Included(item.Directives)) continue;
            switch (item)
            {
                case Field f when groups.TryGetValue(f.ResponseName, out var group):
                    group.Add(f);
                    break;
                case Field f:
                    groups.Add(f.ResponseName, [f]);
                    break;
                case InlineFragment inline when inline.Type is null || Applies(inline.Type.Name.Text, type):
                    Collect(inline.Selections, type, groups, visited);
                    break;
                case FragmentSpread spread when visited.Add(spread.Name.Text):
                    var fragment = fragments[spread.Name.Text];
                    if (Applies(fragment.Type.Name.Text, type)) Collect(fragment.Selections, type, groups, visited);
                    break;
            }
        }
    }

    bool Applies(string condition, ObjectType type) =>
        Schema.Types.TryGetValue(condition, out var named) && named is CompositeType composite
            && composite.Includes(type);

    bool Included(Directive[] directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Text is not ("skip" or "include")) continue;
            if (IsTrue(directive.Arguments[0].Value) == (directive.Name.Text == "skip")) return false;
        }
        return true;
    }

    // CollectFields accepts only the value true: a variable that was given as null is not true.
    bool IsTrue(Value condition) => condition switch
    {
        BooleanValue literal => literal.Truth,
        Variable variable => conditions.Get(variable.Name.Text) is true,
        _ => false,
    };
}

/// <summary>The fields selected on one object type at one place of an operation.</summary>
sealed class PlanSet
{
    public PlanSet(PlanScope scope, ObjectType type, IReadOnlyList<SelectionSet> selections)
    {
        Type = type;
        var groups = scope.Collect(selections, type);
        Fields = new PlanField[groups.Count];
        for (var i = 0; i < Fields.Length; i++) Fields[i] = new PlanField(scope, type, groups[i], first: i == 0);
        NeedsResolving = Array.Exists(Fields, f => f.NeedsResolving);
    }

    public ObjectType Type { get; }

    public PlanField[] Fields { get; }

    /// <summary>Whether the first phase has work here; sets of plain leaf fields are only written.</summary>
    public bool NeedsResolving { get; }
}

/// <summary>One field of a plan: all its occurrences in the document, merged.</summary>
sealed class PlanField : ISelection
{
    readonly PlanScope _scope;
    readonly List<Field> _nodes;
    readonly bool _constant;
    PlanSet? _only;
    PlanSet?[]? _byType;

    public PlanField(PlanScope scope, ObjectType parent, List<Field> nodes, bool first)
    {
        _scope = scope;
        _nodes = nodes;
        Parent = parent;
        Definition = scope.Schema.FieldOf(parent, nodes[0].Name.Text)
            ?? throw new InvalidOperationException($"{parent.Name} has no field {nodes[0].Name.Text}.");
        Resolver = Definition.Resolver ?? throw new InvalidOperationException(
            $"{parent.Name}.{Definition.Name} has no resolver.");
        Key = nodes[0].Alias is null
            ? first ? Definition.FirstKey : Definition.LaterKey
            : JsonKey.Of(nodes[0].ResponseName, first);
        _constant = Array.TrueForAll(nodes[0].Arguments, a => !Variables.AppearIn(a.Value));
        if (_constant) ConstantArgs = Evaluate(VariableValues.None);
        NeedsResolving = Resolver.NeedsResolving || Definition.Requirement is not null
            || Definition.Arguments.Count > 0;
    }

    public ObjectType Parent { get; }

    public OutputField Definition { get; }

    public Resolver Resolver { get; }

    /// <summary>The response name as JSON, with the comma before it where one is due.</summary>
    public byte[] Key { get; }

    public bool NeedsResolving { get; }

    public string ResponseName => _nodes[0].ResponseName;

    /// <summary>Arguments without variables, coerced once; a coercion error is kept for every request.</summary>
    (Args? Args, GraphException? Error) ConstantArgs { get; }

    public (Args? Args, GraphException? Error) Args(VariableValues variables) =>
        _constant ? ConstantArgs : Evaluate(variables);

    public IReadOnlyList<SourceLocation> Locations() =>
        [.. _nodes.Take(Document.LocationsMax).Select(n => _scope.Document.Locate(n.Start))];

    /// <summary>The selection below for objects of one type; compiled when such an object first turns up.</summary>
    public PlanSet SetFor(ObjectType type)
    {
        if (Definition.Type.Named is ObjectType) return _only ??= Compile(type);
        var sets = _byType ??= new PlanSet?[_scope.Schema.ObjectCount];
        return sets[type.Index] ??= Compile(type);
    }

    /// <summary>Whether a field is selected below this one, whatever the type of the objects.</summary>
    public bool Wants(string name)
    {
        if (Definition.Type.Named is not CompositeType type) return false;
        return type.Possible.Any(p => Array.Exists(SetFor(p).Fields, f => f.Definition.Name == name));
    }

    /// <summary>Whether a field is selected below a child of this field.</summary>
    public bool Wants(string child, string name)
    {
        if (Definition.Type.Named is not CompositeType type) return false;
        return type.Possible.Any(p => Array.Exists(SetFor(p).Fields, f => f.Definition.Name == child && f.Wants(name)));
    }

    PlanSet Compile(ObjectType type)
    {
        var below = new List<SelectionSet>(_nodes.Count);
        foreach (var node in _nodes)
        {
            if (node.Selections is { } selections) below.Add(selections);
        }
        return new(_scope, type, below);
    }

    (Args?, GraphException?) Evaluate(VariableValues variables)
    {
        if (Definition.Arguments.Count == 0) return (Types.Args.None, null);
        try
        {
            return (new Args(Definition.Arguments,
                Coercion.Arguments(Definition.Arguments, _nodes[0].Arguments, variables)), null);
        }
        catch (GraphException error)
        {
            var at = error.Error.Offset is { } offset ? _scope.Document.Locate(offset) : Locations()[0];
            return (null, new GraphException(error.Error with { Locations = [at] }));
        }
    }
}

/// <summary>Finds variables in literals.</summary>
static class Variables
{
    // Recursion is bounded by the parser's nesting limit.
    public static bool AppearIn(Value value) => value switch
    {
        Variable => true,
        ListValue list => Array.Exists(list.Items, AppearIn),
        ObjectValue fields => Array.Exists(fields.Fields, f => AppearIn(f.Value)),
        _ => false,
    };
}
