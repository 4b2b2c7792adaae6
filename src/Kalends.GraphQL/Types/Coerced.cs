namespace Kalends.GraphQL.Types;

/// <summary>An input object after coercion: each field has a value, is null, or was not given at all.</summary>
public sealed class Coerced
{
    /// <summary>Marks a value that was not given.</summary>
    internal static readonly object Absent = new();

    internal Coerced(InputObjectType type, object?[] values)
    {
        Type = type;
        Values = values;
    }

    /// <summary>The type of the object.</summary>
    public InputObjectType Type { get; }

    /// <summary>The fields that were given or have a default, by name, in the order of the type.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Given =>
        from f in Type.Fields.Values
        where Values[f.Index] != Absent
        select KeyValuePair.Create(f.Name, Values[f.Index]);

    internal object?[] Values { get; }
}

/// <summary>A handle for one argument or input field; it knows the type, so that reading needs no cast.</summary>
public sealed class Arg<T>
{
    internal Arg(InputField definition) => Definition = definition;

    /// <summary>The name.</summary>
    public string Name => Definition.Name;

    internal InputField Definition { get; }
}

/// <summary>The arguments of a field, or the fields of an input object, as C# values.</summary>
public sealed class Args
{
    readonly object?[] _values;
    readonly OrderedDictionary<string, InputField> _definitions;

    internal Args(OrderedDictionary<string, InputField> definitions, object?[] coerced)
    {
        _definitions = definitions;
        _values = coerced.Length == 0 ? coerced : new object?[coerced.Length];
        for (var i = 0; i < coerced.Length; i++)
        {
            _values[i] = coerced[i] == Coerced.Absent
                ? Coerced.Absent
                : definitions.GetAt(i).Value.Shape.ReadBoxed(coerced[i]);
        }
    }

    internal static Args None { get; } = new([], []);

    /// <summary>All values that were given or have a default, by name.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Given =>
        from f in _definitions.Values
        where _values[f.Index] != Coerced.Absent
        select KeyValuePair.Create(f.Name, _values[f.Index]);

    /// <summary>Whether a value was given, even if it is null, or has a default.</summary>
    public bool Has<T>(Arg<T> arg) => _values[arg.Definition.Index] != Coerced.Absent;

    /// <summary>The value; null if it was not given.</summary>
    public T Get<T>(Arg<T> arg)
    {
        var value = _values[arg.Definition.Index];
        return value is T typed && value != Coerced.Absent ? typed : default!;
    }

    internal object? Raw(string name) =>
        _definitions.TryGetValue(name, out var f) && _values[f.Index] != Coerced.Absent ? _values[f.Index] : null;
}
