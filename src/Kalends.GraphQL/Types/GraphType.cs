namespace Kalends.GraphQL.Types;

/// <summary>A type of a schema: a named type, a list, or a non-null type.</summary>
public abstract class GraphType
{
    /// <summary>The named type inside all lists and non-nulls.</summary>
    public NamedType Named
    {
        get
        {
            var type = this;
            while (type is not NamedType) type = type is ListType list ? list.Of : ((NonNullType)type).Of;
            return (NamedType)type;
        }
    }

    /// <summary>The type without an outer non-null.</summary>
    public GraphType Nullable => this is NonNullType nonNull ? nonNull.Of : this;

    /// <summary>Whether clients may give values of this type.</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>Whether fields may have this type.</summary>
    public bool IsOutput => Named is not InputObjectType;

    /// <summary>Whether the named type inside is a scalar or an enum.</summary>
    public bool IsLeaf => Named is ScalarType or EnumType;

    /// <summary>Whether two types are written the same way.</summary>
    public bool Same(GraphType other) => (this, other) switch
    {
        (ListType a, ListType b) => a.Of.Same(b.Of),
        (NonNullType a, NonNullType b) => a.Of.Same(b.Of),
        _ => ReferenceEquals(this, other),
    };
}

/// <summary>A list of a type.</summary>
public sealed class ListType(GraphType of) : GraphType
{
    /// <summary>The type of the elements.</summary>
    public GraphType Of { get; } = of;

    /// <inheritdoc/>
    public override string ToString() => $"[{Of}]";
}

/// <summary>A non-null type.</summary>
public sealed class NonNullType(GraphType of) : GraphType
{
    /// <summary>The nullable type inside.</summary>
    public GraphType Of { get; } = of is NonNullType ? throw new ArgumentException("A type is non-null once.") : of;

    /// <inheritdoc/>
    public override string ToString() => $"{Of}!";
}

/// <summary>A type with a name.</summary>
public abstract class NamedType(string name) : GraphType
{
    /// <summary>The name, unique in a schema.</summary>
    public string Name { get; } = name;

    /// <summary>The description of the type, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A type whose values have fields: an object, an interface or a union.</summary>
public abstract class CompositeType(string name) : NamedType(name)
{
    /// <summary>The object types that a value of this type can be.</summary>
    public IReadOnlyList<ObjectType> Possible { get; internal set; } = [];

    internal Func<object, ObjectType?>? Resolve { get; set; }

    /// <summary>Whether a value of this type can also be of the other type.</summary>
    public bool Overlaps(CompositeType other) => ReferenceEquals(this, other) || Possible.Any(other.Includes);

    /// <summary>Whether an object type is this type, implements it, or is a member of it.</summary>
    public abstract bool Includes(ObjectType type);
}

/// <summary>An object type or an interface.</summary>
public abstract class FieldsType(string name) : CompositeType(name)
{
    /// <summary>The fields in the order of their definition.</summary>
    public OrderedDictionary<string, OutputField> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The interfaces that the type declares.</summary>
    public List<InterfaceType> Interfaces { get; } = [];
}

/// <summary>An object type.</summary>
public sealed class ObjectType(string name) : FieldsType(name)
{
    /// <summary>The position of this type among the object types of its schema.</summary>
    internal int Index { get; set; }

    internal ObjectRuntime? Runtime { get; set; }

    /// <inheritdoc/>
    public override bool Includes(ObjectType type) => ReferenceEquals(this, type);
}

/// <summary>An interface.</summary>
public sealed class InterfaceType(string name) : FieldsType(name)
{
    /// <inheritdoc/>
    public override bool Includes(ObjectType type) => type.Interfaces.Contains(this);
}

/// <summary>A union of object types.</summary>
public sealed class UnionType(string name) : CompositeType(name)
{
    /// <summary>The members in the order of their definition.</summary>
    public List<ObjectType> Members { get; } = [];

    /// <inheritdoc/>
    public override bool Includes(ObjectType type) => Members.Contains(type);
}

/// <summary>An enum.</summary>
public sealed class EnumType(string name) : NamedType(name)
{
    /// <summary>The values in the order of their definition.</summary>
    public OrderedDictionary<string, EnumMember> Values { get; } = new(StringComparer.Ordinal);
}

/// <summary>One value of an enum.</summary>
public sealed class EnumMember(string name, object value)
{
    /// <summary>The name that clients use.</summary>
    public string Name { get; } = name;

    /// <summary>The C# value.</summary>
    public object Value { get; } = value;

    /// <summary>The description of the value, in Markdown.</summary>
    public string? Description { get; internal set; }

    /// <summary>The reason why the value is deprecated; null if it is not.</summary>
    public string? Deprecation { get; internal set; }
}

/// <summary>An input object type.</summary>
public sealed class InputObjectType(string name) : NamedType(name)
{
    /// <summary>The fields in the order of their definition.</summary>
    public OrderedDictionary<string, InputField> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether exactly one field must be given.</summary>
    public bool OneOf { get; internal set; }
}
