using System.Diagnostics.CodeAnalysis;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>A checked, sealed schema.</summary>
public sealed class Schema
{
    readonly Dictionary<string, OutputField> _meta = new(StringComparer.Ordinal);
    readonly OutputField _typeName;

    internal Schema(
        string? description, IReadOnlyList<NamedType> defined, IReadOnlyList<DirectiveType> directives,
        Func<OperationKind, ObjectType?> root, Func<Schema, IReadOnlyList<OutputField>> introspect)
    {
        Description = description;
        Query = root(OperationKind.Query);
        Mutation = root(OperationKind.Mutation);
        Subscription = root(OperationKind.Subscription);
        Directives = [.. directives, .. StandardDirectives.All.Where(s => directives.All(d => d.Name != s.Name))];
        foreach (var meta in introspect(this)) _meta.Add(meta.Name, meta);
        Types = TypeOrder.Of(defined, Directives, _meta.Values.Select(f => f.Type.Named));
        _typeName = new OutputField("__typename", Scalars.String.Type) { Resolver = new TypeNameResolver() };
        SchemaCheck.Run(this, defined);
        Seal();
        Names = new NameTable(AllNames());
    }

    /// <summary>The description of the schema, in Markdown.</summary>
    public string? Description { get; }

    /// <summary>The root type of queries.</summary>
    public ObjectType? Query { get; }

    /// <summary>The root type of mutations; null if there are none.</summary>
    public ObjectType? Mutation { get; }

    /// <summary>The root type of subscriptions; null if there are none.</summary>
    public ObjectType? Subscription { get; }

    /// <summary>All named types in the order of their definition.</summary>
    public OrderedDictionary<string, NamedType> Types { get; }

    /// <summary>All directives, those of the specification last.</summary>
    public IReadOnlyList<DirectiveType> Directives { get; }

    /// <summary>Every name of the schema, so that parsing does not allocate them again.</summary>
    public NameTable Names { get; }

    internal int ObjectCount { get; private set; }

    /// <summary>The root type of a kind of operation; null if the schema has none.</summary>
    public ObjectType? RootOf(OperationKind kind) => kind switch
    {
        OperationKind.Query => Query,
        OperationKind.Mutation => Mutation,
        OperationKind.Subscription => Subscription,
    };

    /// <summary>
    /// A field of a type, including <c>__typename</c> and the introspection fields of the query root.
    /// </summary>
    public OutputField? FieldOf(CompositeType parent, string name)
    {
        if (parent is FieldsType type && type.Fields.TryGetValue(name, out var found)) return found;
        if (name == "__typename") return _typeName;
        return ReferenceEquals(parent, Query) ? _meta.GetValueOrDefault(name) : null;
    }

    /// <summary>A directive by its name.</summary>
    public bool TryGetDirective(string name, [NotNullWhen(true)] out DirectiveType? directive)
    {
        directive = Directives.FirstOrDefault(d => d.Name == name);
        return directive is not null;
    }

    /// <summary>Finds the type that a document names; null if the schema does not have it.</summary>
    public GraphType? Find(TypeRef type) => type switch
    {
        NamedTypeRef named => Types.GetValueOrDefault(named.Name.Text),
        ListTypeRef list => Find(list.Of) is { } of ? new ListType(of) : null,
        NonNullTypeRef nonNull => Find(nonNull.Of) is { } of ? new NonNullType(of) : null,
        _ => null,
    };

    /// <summary>Every field with a requirement, as <c>Type.field</c>.</summary>
    public IEnumerable<(string Field, object Requirement)> Requirements() =>
        from type in Types.Values.OfType<ObjectType>()
        from f in type.Fields.Values
        where f.Requirement is not null
        select ($"{type.Name}.{f.Name}", f.Requirement);

    void Seal()
    {
        var objects = Types.Values.OfType<ObjectType>().ToList();
        ObjectCount = objects.Count;
        for (var i = 0; i < objects.Count; i++) objects[i].Index = i;
        foreach (var composite in Types.Values.OfType<CompositeType>())
            composite.Possible = composite is UnionType union ? union.Members : [.. objects.Where(composite.Includes)];
    }

    IEnumerable<string> AllNames() =>
    [
        "if", "reason", "__typename", "__schema", "__type", .. Types.Keys, .. Directives.Select(d => d.Name),
        .. Types.Values.OfType<FieldsType>().SelectMany(t => t.Fields.Values)
            .SelectMany(f => f.Arguments.Keys.Prepend(f.Name)),
        .. Types.Values.OfType<EnumType>().SelectMany(t => t.Values.Keys),
        .. Types.Values.OfType<InputObjectType>().SelectMany(t => t.Fields.Keys),
    ];
}

/// <summary>The order of types that tools expect: as defined, with built-in scalars at their first use.</summary>
static class TypeOrder
{
    public static OrderedDictionary<string, NamedType> Of(
        IEnumerable<NamedType> defined, IEnumerable<DirectiveType> directives, IEnumerable<NamedType> introspection)
    {
        var pending = defined.ToHashSet();
        var order = new OrderedDictionary<string, NamedType>(StringComparer.Ordinal);
        foreach (var type in defined) Visit(type, order, pending);
        foreach (var argument in directives.SelectMany(d => d.Arguments.Values))
            Visit(argument.Type.Named, order, pending);
        foreach (var type in introspection) Visit(type, order, pending);
        return order;
    }

    static void Visit(NamedType type, OrderedDictionary<string, NamedType> order, HashSet<NamedType> pending)
    {
        if (!order.TryAdd(type.Name, type)) return;
        foreach (var next in Uses(type).Where(t => !pending.Contains(t))) Visit(next, order, pending);
    }

    static IEnumerable<NamedType> Uses(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values.SelectMany(f =>
            f.Arguments.Values.Select(a => a.Type.Named).Prepend(f.Type.Named)),
        InputObjectType input => input.Fields.Values.Select(f => f.Type.Named),
        _ => [],
    };
}

/// <summary>The directives of the specification.</summary>
static class StandardDirectives
{
    public static IReadOnlyList<DirectiveType> All { get; } =
    [
        Make("include", "Keeps the selection only if the argument is true.",
            ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], "if", Scalars.Boolean, null),
        Make("skip", "Leaves the selection out if the argument is true.",
            ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], "if", Scalars.Boolean, null),
        Make("deprecated", "Tells that a part of the schema should not be used any more.",
            ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"],
            "reason", Scalars.String, "\"No longer supported\""),
        Make("specifiedBy", "Tells where the format of a scalar is specified.", ["SCALAR"], "url", Scalars.String,
            null),
        new DirectiveType("oneOf")
        {
            Description = "Tells that exactly one field of an input object must be given.",
            Locations = ["INPUT_OBJECT"],
        },
    ];

    static DirectiveType Make(
        string name, string description, string[] locations, string argument, Typed type, string? fallback)
    {
        var directive = new DirectiveType(name) { Description = description, Locations = locations };
        InputFields.Add(directive.Arguments, argument, type, fallback);
        return directive;
    }
}
