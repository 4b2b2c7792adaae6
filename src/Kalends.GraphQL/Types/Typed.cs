using System.Collections;
using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Types;

/// <summary>A GraphQL type together with the C# type of its values.</summary>
public abstract class Typed(GraphType type)
{
    /// <summary>The type in the schema.</summary>
    public GraphType Type { get; } = type;

    internal abstract object? ReadBoxed(object? coerced);
}

/// <summary>A GraphQL type whose values are <typeparamref name="T"/> in C#; not nullable unless made so.</summary>
public abstract class Typed<T>(GraphType type) : Typed(type)
{
    /// <summary>Lists of this type.</summary>
    public Typed<IReadOnlyList<T>> List() => new ListOf<T>(this);

    /// <summary>Turns a coerced input into its C# value.</summary>
    internal virtual T Read(object? coerced) => throw new NotSupportedException($"{Type} is no input type.");

    /// <summary>Writes a leaf value; false if the position has to become null.</summary>
    internal virtual bool Write(ValueWriter writer, T value) =>
        throw new NotSupportedException($"{Type} is no leaf type.");

    /// <summary>Adds the objects of a composite value to a column.</summary>
    internal virtual void Gather(Column column, T value) =>
        throw new NotSupportedException($"{Type} is no composite type.");

    internal override object? ReadBoxed(object? coerced) => Read(coerced);
}

/// <summary>Makes types nullable whose C# values are references.</summary>
public static class NullableReferences
{
    /// <summary>The nullable form of the type.</summary>
    public static Typed<T?> OrNull<T>(this Typed<T> type) where T : class => new NullableReferenceOf<T>(type);
}

/// <summary>Makes types nullable whose C# values are structs.</summary>
public static class NullableStructs
{
    /// <summary>The nullable form of the type.</summary>
    public static Typed<T?> OrNull<T>(this Typed<T> type) where T : struct => new NullableStructOf<T>(type);
}

sealed class NullableReferenceOf<T>(Typed<T> inner) : Typed<T?>(inner.Type.Nullable) where T : class
{
    internal override T? Read(object? coerced) => coerced is null ? null : inner.Read(coerced);

    internal override bool Write(ValueWriter writer, T? value)
    {
        if (value is null) return writer.Null();
        var mark = writer.Output.Length;
        return inner.Write(writer, value) || writer.NullInstead(mark);
    }

    internal override void Gather(Column column, T? value)
    {
        if (value is null) column.AddNull();
        else inner.Gather(column, value);
    }
}

sealed class NullableStructOf<T>(Typed<T> inner) : Typed<T?>(inner.Type.Nullable) where T : struct
{
    internal override T? Read(object? coerced) => coerced is null ? null : inner.Read(coerced);

    internal override bool Write(ValueWriter writer, T? value)
    {
        if (value is not { } present) return writer.Null();
        var mark = writer.Output.Length;
        return inner.Write(writer, present) || writer.NullInstead(mark);
    }

    internal override void Gather(Column column, T? value)
    {
        if (value is { } present) inner.Gather(column, present);
        else column.AddNull();
    }
}

sealed class ListOf<T>(Typed<T> inner) : Typed<IReadOnlyList<T>>(new NonNullType(new ListType(inner.Type)))
{
    internal override IReadOnlyList<T> Read(object? coerced)
    {
        var items = (object?[])(coerced ?? Array.Empty<object?>());
        var result = new T[items.Length];
        for (var i = 0; i < items.Length; i++) result[i] = inner.Read(items[i]);
        return result;
    }

    internal override bool Write(ValueWriter writer, IReadOnlyList<T> value)
    {
        if (value is null) return writer.MissingValue();
        writer.Output.Byte((byte)'[');
        for (var i = 0; i < value.Count; i++)
        {
            if (i > 0) writer.Output.Byte((byte)',');
            writer.Enter(i);
            var written = inner.Write(writer, value[i]);
            writer.Leave();
            if (!written) return false;
        }
        writer.Output.Byte((byte)']');
        return true;
    }

    internal override void Gather(Column column, IReadOnlyList<T> value)
    {
        if (value is null)
        {
            column.AddNull();
            return;
        }
        var list = column.OpenList(value.Count);
        for (var i = 0; i < value.Count; i++) inner.Gather(column, value[i]);
        column.CloseList(list);
    }
}

/// <summary>A leaf type that writes its own C# type without boxing.</summary>
sealed class LeafOf<T>(NamedType type, Func<object, T> read, Action<JsonOut, T> write) : Typed<T>(new NonNullType(type))
{
    internal override T Read(object? coerced) => read(coerced ?? throw new InvalidOperationException());

    internal override bool Write(ValueWriter writer, T value)
    {
        if (value is null) return writer.MissingValue();
        try
        {
            write(writer.Output, value);
            return true;
        }
        catch (Exception error) when (error is not RequestAborted)
        {
            return writer.Fail(error);
        }
    }
}

/// <summary>
/// Values of a type that has no C# type of its own: the schema alone decides how they are read and written.
/// </summary>
sealed class AnyOf(GraphType type) : Typed<object?>(type)
{
    const string NotAList = "Expected a list, but the field gave something else.";

    internal override object? Read(object? coerced) => coerced;

    internal override bool Write(ValueWriter writer, object? value) => Write(writer, Type, value);

    internal override void Gather(Column column, object? value) => Gather(column, Type, value);

    static bool Write(ValueWriter writer, GraphType type, object? value)
    {
        if (value is null) return type is NonNullType ? writer.MissingValue() : writer.Null();
        var mark = writer.Output.Length;
        var written = type.Nullable is ListType list
            ? WriteList(writer, list, value)
            : WriteLeaf(writer, type.Named, value);
        if (written || type is NonNullType) return written;
        writer.Output.Rewind(mark);
        return writer.Null();
    }

    static bool WriteList(ValueWriter writer, ListType type, object value)
    {
        if (value is string or not IEnumerable) return writer.Fail(new GraphException(ErrorCodes.BadValue, NotAList));
        writer.Output.Byte((byte)'[');
        var i = 0;
        foreach (var item in (IEnumerable)value)
        {
            if (i > 0) writer.Output.Byte((byte)',');
            writer.Enter(i++);
            var written = Write(writer, type.Of, item);
            writer.Leave();
            if (!written) return false;
        }
        writer.Output.Byte((byte)']');
        return true;
    }

    static bool WriteLeaf(ValueWriter writer, NamedType type, object value)
    {
        try
        {
            switch (type)
            {
                case ScalarType scalar:
                    scalar.Write(writer.Output, value);
                    return true;
                case EnumType names:
                    var member = names.Values.Values.FirstOrDefault(m => m.Value.Equals(value));
                    if (member is null)
                        throw new GraphException(ErrorCodes.BadValue,
                            $"Enum \"{type.Name}\" cannot represent value: {value}.");
                    writer.Output.String(member.Name);
                    return true;
                default:
                    throw new InvalidOperationException($"{type.Name} is no leaf type.");
            }
        }
        catch (Exception error) when (error is not RequestAborted)
        {
            return writer.Fail(error);
        }
    }

    static void Gather(Column column, GraphType type, object? value)
    {
        switch (type.Nullable)
        {
            case not null when value is null:
                column.AddNull();
                break;
            case ListType when value is string or not IEnumerable:
                column.AddError(new GraphException(ErrorCodes.BadValue, NotAList));
                break;
            case ListType list:
                var items = ((IEnumerable)value!).Cast<object?>().ToList();
                var open = column.OpenList(items.Count);
                foreach (var item in items) Gather(column, list.Of, item);
                column.CloseList(open);
                break;
            case ObjectType concrete:
                column.AddObject(concrete, value);
                break;
            case CompositeType composite:
                column.AddAbstract(composite, value!);
                break;
        }
    }
}
