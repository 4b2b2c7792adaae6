using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>Builds a schema; several modules may add to the same builder and to each other's types.</summary>
public sealed class SchemaBuilder
{
    readonly OrderedDictionary<string, Typed> _handles = new(StringComparer.Ordinal);
    readonly OrderedDictionary<string, DirectiveType> _directives = new(StringComparer.Ordinal);
    readonly Dictionary<OperationKind, ObjectBuilder<Root>> _roots = [];
    readonly Dictionary<Type, object> _parts = [];

    /// <summary>The description of the schema, in Markdown.</summary>
    public string? Description { get; set; }

    /// <summary>The fields that read.</summary>
    public ObjectBuilder<Root> Query => Root(OperationKind.Query, "Query");

    /// <summary>The fields that write; they run one after the other.</summary>
    public ObjectBuilder<Root> Mutation => Root(OperationKind.Mutation, "Mutation");

    /// <summary>The fields that stream.</summary>
    public ObjectBuilder<Root> Subscription => Root(OperationKind.Subscription, "Subscription");

    /// <summary>The root type of a kind of operation, under the name that the first call gave it.</summary>
    public ObjectBuilder<Root> Root(OperationKind kind, string name)
    {
        if (!_roots.TryGetValue(kind, out var root)) _roots.Add(kind, root = Object<Root>(name));
        return root;
    }

    /// <summary>An object type; the same name returns the same builder again, so that fields can be added.</summary>
    public ObjectBuilder<T> Object<T>(string name, string? description = null) =>
        Handle(name, description, () => new ObjectBuilder<T>(this, new ObjectType(name)));

    /// <summary>An interface.</summary>
    public InterfaceBuilder<T> Interface<T>(string name, string? description = null) =>
        Handle(name, description, () => new InterfaceBuilder<T>(new InterfaceType(name)));

    /// <summary>A union.</summary>
    public UnionBuilder<T> Union<T>(string name, string? description = null) =>
        Handle(name, description, () => new UnionBuilder<T>(new UnionType(name)));

    /// <summary>An enum.</summary>
    public EnumBuilder<T> Enum<T>(string name, string? description = null) where T : notnull =>
        Handle(name, description, () => new EnumBuilder<T>(new EnumType(name)));

    /// <summary>An input object.</summary>
    public InputBuilder<T> Input<T>(string name, string? description = null) =>
        Handle(name, description, () => new InputBuilder<T>(new InputObjectType(name)));

    /// <summary>A scalar; <paramref name="read"/> gets a string, long, double, bool, list or dictionary.</summary>
    public Typed<T> Scalar<T>(
        string name, Func<object, T> read, Action<JsonOut, T> write, string? specifiedBy = null,
            string? description = null)
        where T : notnull =>
        Handle(name, description, () =>
        {
            var type = new CustomScalar<T>(name, read, write) { SpecifiedBy = specifiedBy };
            return new LeafOf<T>(type, v => (T)v, write);
        });

    /// <summary>A directive that documents may use.</summary>
    public DirectiveBuilder Directive(string name, params string[] locations)
    {
        var directive = new DirectiveType(name) { Locations = locations };
        if (!_directives.TryAdd(name, directive)) throw new SchemaException(
            [$"The directive \"@{name}\" is there twice."]);
        return new DirectiveBuilder(directive);
    }

    /// <summary>Describes each field of an object that has no text yet, by the C# type of the object.</summary>
    public void DescribeFields(Func<Type, string, string?> textOf)
    {
        foreach (var type in _handles.Values.Select(h => h.Type.Named).OfType<ObjectType>())
            foreach (var field in type.Fields.Values)
                field.Description ??= textOf(type.Runtime!.Of, field.Name);
    }

    /// <summary>State that extensions keep while the schema is built, one object of each kind.</summary>
    internal TPart Part<TPart>(Func<TPart> make) where TPart : class
    {
        if (!_parts.TryGetValue(typeof(TPart), out var part)) _parts.Add(typeof(TPart), part = make());
        return (TPart)part;
    }

    /// <summary>The same, but null if the object does not exist yet.</summary>
    internal TPart? Part<TPart>() where TPart : class => _parts.GetValueOrDefault(typeof(TPart)) as TPart;

    /// <summary>Checks everything and seals it, with the introspection fields.</summary>
    internal Schema Seal(Func<Schema, IReadOnlyList<OutputField>> introspect)
    {
        var named = _handles.Values.Select(h => h.Type.Named).ToList();
        return new Schema(Description, named, [.. _directives.Values], kind =>
            _roots.GetValueOrDefault(kind)?.Definition, introspect);
    }

    THandle Handle<THandle>(string name, string? description, Func<THandle> make) where THandle : Typed
    {
        if (!_handles.TryGetValue(name, out var handle)) _handles.Add(name, handle = make());
        var result = handle as THandle ?? throw new SchemaException(
            [$"The type \"{name}\" is used with two meanings."]);
        result.Type.Named.Description = description ?? result.Type.Named.Description;
        return result;
    }
}

/// <summary>The parent of root fields.</summary>
public sealed class Root
{
    internal static Root Empty { get; } = new(null);

    internal Root(object? occurrence) => Occurrence = occurrence;

    /// <summary>The occurrence of the subscription's source that this answer is for.</summary>
    internal object? Occurrence { get; }
}

/// <summary>A schema that cannot work, with all of its faults.</summary>
public sealed class SchemaException(IReadOnlyList<string> faults) : Exception(string.Join("\n", faults))
{
    /// <summary>One sentence for each fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
