using System.Collections;
using System.Runtime.CompilerServices;

namespace Kalends.GraphQL.Types;

/// <summary>Objects of one type on one level of the answer.</summary>
abstract class Rows(ObjectType type)
{
    public ObjectType Type { get; } = type;

    public int Count { get; protected set; }

    public abstract void AddBoxed(object value);
}

/// <summary>Rows of one C# type.</summary>
sealed class Rows<T>(ObjectType type, int capacity) : Rows(type)
{
    T[] _items = new T[capacity];

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public T this[int row] => _items[row];

    // A plan resolves a field only with rows that its object type created, and a check would cost more than the read.
    public static Rows<T> Of(Rows rows) => Unsafe.As<Rows<T>>(rows);

    public void Add(T value)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Math.Max(4, Count * 2));
        _items[Count++] = value;
    }

    public override void AddBoxed(object value) => Add((T)value);
}

/// <summary>All parents of one level for which a field is resolved in one call.</summary>
public sealed class Batch<T> : IReadOnlyList<T>
{
    readonly Rows<T> _rows;

    internal Batch(Rows<T> rows) => _rows = rows;

    /// <summary>The number of parents.</summary>
    public int Count => _rows.Count;

    internal GraphException?[]? Failures { get; set; }

    /// <summary>The parent at this index.</summary>
    public T this[int index] => _rows[index];

    /// <summary>Makes the field of one parent fail without affecting the others.</summary>
    public void Fail(int index, string code, string message) =>
        (Failures ??= new GraphException?[Count])[index] = new GraphException(code, message);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The C# type behind an object type, which creates its rows.</summary>
abstract class ObjectRuntime
{
    public abstract Type Of { get; }

    public abstract Rows NewRows(ObjectType type, int capacity);

    public abstract bool Owns(object value);
}

/// <summary>The C# type behind an object type.</summary>
sealed class ObjectRuntime<T> : ObjectRuntime
{
    public override Type Of => typeof(T);

    public override Rows NewRows(ObjectType type, int capacity) => new Rows<T>(type, capacity);

    public override bool Owns(object value) => value is T;
}
