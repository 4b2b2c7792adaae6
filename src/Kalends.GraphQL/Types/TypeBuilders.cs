using System.Text;

namespace Kalends.GraphQL.Types;

/// <summary>An interface under construction, and the handle by which fields use it.</summary>
public sealed class InterfaceBuilder<T> : Typed<T>
{
    internal InterfaceBuilder(InterfaceType definition) : base(new NonNullType(definition)) => Definition = definition;

    internal InterfaceType Definition { get; }

    /// <summary>Adds a field that every implementation has.</summary>
    public InterfaceBuilder<T> Field(string name, Typed type, Action<FieldBuilder>? more = null)
    {
        var definition = new OutputField(name, type.Type);
        if (!Definition.Fields.TryAdd(name, definition))
            throw new SchemaException([$"\"{Definition.Name}.{name}\" is there twice."]);
        more?.Invoke(new FieldBuilder(definition));
        return this;
    }

    /// <summary>Declares that the interface has all fields of another one.</summary>
    public InterfaceBuilder<T> Implements<TInterface>(InterfaceBuilder<TInterface> contract)
    {
        Definition.Interfaces.Add(contract.Definition);
        return this;
    }

    /// <summary>Sets how the object type of a value is found; the default is by the C# type of the value.</summary>
    public InterfaceBuilder<T> ResolveType(Func<T, ObjectType?> resolve)
    {
        Definition.Resolve = value => resolve((T)value);
        return this;
    }

    internal override void Gather(Column column, T value) => column.AddAbstractOrNull(Definition, value);
}

/// <summary>A union under construction, and the handle by which fields use it.</summary>
public sealed class UnionBuilder<T> : Typed<T>
{
    internal UnionBuilder(UnionType definition) : base(new NonNullType(definition)) => Definition = definition;

    internal UnionType Definition { get; }

    /// <summary>Adds a member.</summary>
    public UnionBuilder<T> Member<TMember>(ObjectBuilder<TMember> member)
    {
        Definition.Members.Add(member.Definition);
        return this;
    }

    /// <summary>Sets how the object type of a value is found; the default is by the C# type of the value.</summary>
    public UnionBuilder<T> ResolveType(Func<T, ObjectType?> resolve)
    {
        Definition.Resolve = value => resolve((T)value);
        return this;
    }

    internal override void Gather(Column column, T value) => column.AddAbstractOrNull(Definition, value);
}

/// <summary>An enum under construction, and the handle by which fields use it.</summary>
public sealed class EnumBuilder<T> : Typed<T> where T : notnull
{
    readonly Dictionary<T, byte[]> _names = [];

    internal EnumBuilder(EnumType definition) : base(new NonNullType(definition)) => Definition = definition;

    internal EnumType Definition { get; }

    /// <summary>Adds a value.</summary>
    public EnumBuilder<T> Value(string name, T value, string? description = null, string? deprecation = null)
    {
        var member = new EnumMember(name, value) { Description = description, Deprecation = deprecation };
        if (!Definition.Values.TryAdd(name, member) || !_names.TryAdd(value, Encoding.UTF8.GetBytes($"\"{name}\"")))
            throw new SchemaException([$"\"{Definition.Name}.{name}\" is there twice."]);
        return this;
    }

    internal override T Read(object? coerced) => (T)(coerced ?? throw new InvalidOperationException());

    internal override bool Write(ValueWriter writer, T value)
    {
        if (value is null) return writer.MissingValue();
        if (!_names.TryGetValue(value, out var name))
        {
            var message = $"Enum \"{Definition.Name}\" cannot represent value: {value}.";
            return writer.Fail(new GraphException(ErrorCodes.BadValue, message));
        }
        writer.Output.Raw(name);
        return true;
    }
}

/// <summary>An input object under construction, and the handle by which arguments use it.</summary>
public sealed class InputBuilder<T> : Typed<T>
{
    Func<Args, T>? _make;

    internal InputBuilder(InputObjectType definition) : base(new NonNullType(definition)) => Definition = definition;

    internal InputObjectType Definition { get; }

    /// <summary>Defines the fields and how a value is built from them; fields may use this very type.</summary>
    public InputBuilder<T> Fields(Func<InputBuilder<T>, Func<Args, T>> define)
    {
        _make = define(this);
        return this;
    }

    /// <summary>Adds a field; the default is written as in a schema.</summary>
    public Arg<TValue> Field<TValue>(
        string name, Typed<TValue> type, string? fallback = null, string? description = null,
            string? deprecation = null)
    {
        var definition = InputFields.Add(Definition.Fields, name, type, fallback);
        definition.Description = description;
        definition.Deprecation = deprecation;
        return new Arg<TValue>(definition);
    }

    /// <summary>Requires that clients give exactly one field.</summary>
    public InputBuilder<T> OneOf()
    {
        Definition.OneOf = true;
        return this;
    }

    internal override T Read(object? coerced)
    {
        var values = (Coerced)(coerced ?? throw new InvalidOperationException());
        var make = _make ?? throw new InvalidOperationException($"{Definition.Name} does not say how it is made.");
        return make(new Args(Definition.Fields, values.Values));
    }
}
