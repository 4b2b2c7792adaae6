using System.Collections;
using System.Runtime.CompilerServices;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>Objects of one type that stand side by side on one level of the answer.</summary>
abstract class Rows
{
    public int Count { get; protected set; }

    public abstract void AddBoxed(object value);
}

/// <summary>Rows of one C# type.</summary>
sealed class Rows<T>(int capacity) : Rows
{
    T[] _items = new T[capacity];

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public T this[int row] => _items[row];

    // A plan resolves a field only with rows that its object type made, and the check would cost more than the read.
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

    /// <summary>How many parents there are.</summary>
    public int Count => _rows.Count;

    internal GraphException?[]? Failures { get; set; }

    /// <summary>One parent.</summary>
    public T this[int index] => _rows[index];

    /// <summary>Makes the field of one parent fail without touching the others.</summary>
    public void Fail(int index, string code, string message) =>
        (Failures ??= new GraphException?[Count])[index] = new GraphException(code, message);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Rows together with what is selected on them and what the object fields gave.</summary>
sealed class Block(PlanSet set, Rows rows)
{
    public PlanSet Set { get; } = set;

    public Rows Rows { get; } = rows;

    /// <summary>What the first phase found, one entry for each field of the set; null for plain leaf fields.</summary>
    public FieldState?[] State { get; } = set.NeedsResolving ? new FieldState?[set.Fields.Length] : [];
}

/// <summary>What resolving a field for all rows of a block gave.</summary>
abstract class FieldState;

/// <summary>The whole field failed: every row gets this error.</summary>
sealed class Failed(Exception error) : FieldState
{
    public Exception Error { get; } = error;
}

/// <summary>The arguments of a leaf field, for this request.</summary>
sealed class LeafArgs(Args args) : FieldState
{
    public Args Args { get; } = args;
}

/// <summary>The values of a leaf field that was resolved as a batch.</summary>
sealed class LeafValues<TValue>(IReadOnlyList<TValue> values, GraphException?[]? failures) : FieldState
{
    public IReadOnlyList<TValue> Values { get; } = values;

    public GraphException?[]? Failures { get; } = failures;
}

/// <summary>The objects that a composite field gave, in the order of its parents.</summary>
/// <remarks>
/// Each value is a run of cells: <c>null</c> or an error index, a list with its length and end, or a block and row.
/// Rows are partitioned by their object type, so that each type is resolved as one batch further down.
/// </remarks>
sealed class Column(Execution execution, PlanField plan, int parents) : FieldState
{
    public const int Null = -1;
    public const int Error = -2;

    readonly int[] _starts = new int[parents];
    int[] _cells = new int[parents * 2];
    int _count;
    int _parent;
    int _expected = parents;
    Block[] _blocks = new Block[1];
    int _blockCount;
    List<Exception>? _errors;
    Written[]? _written;

    /// <summary>The objects, sorted by their type; nearly always there is one type only.</summary>
    public ReadOnlySpan<Block> Blocks => _blocks.AsSpan(0, _blockCount);

    public int this[int cell] => _cells[cell];

    /// <summary>Whether some parents share their value; each such value is written once and then copied.</summary>
    public bool Shares => _written is not null;

    public Exception ErrorAt(int index) => (_errors ?? throw new InvalidOperationException())[index];

    public int StartOf(int parent) => _starts[OwnerOf(parent)];

    /// <summary>The first parent that has the value of this one, mostly itself.</summary>
    public int OwnerOf(int parent) => _starts[parent] is >= 0 ? parent : ~_starts[parent];

    /// <summary>Where the value that a parent owns stands in the output, if it is there already.</summary>
    public ref Written WrittenBy(int owner) => ref (_written ?? throw new InvalidOperationException())[owner];

    /// <summary>Tells that the next value belongs to the next parent.</summary>
    public void NextParent() => _starts[_parent++] = _count;

    /// <summary>Gives the next parent the value of an earlier one.</summary>
    public void NextParentSharing(int owner)
    {
        _written ??= new Written[_starts.Length];
        _starts[_parent++] = ~owner;
    }

    /// <summary>Drops what the current parent has gathered and gives it an error instead.</summary>
    public void FailParent(Exception error)
    {
        _count = _starts[_parent - 1];
        AddError(error);
    }

    public void AddNull() => Push(Null);

    public void AddError(Exception error)
    {
        Push(Error);
        Push((_errors ??= []).Count);
        _errors.Add(error);
    }

    public int OpenList(int count)
    {
        _expected = Math.Max(_expected, count);
        Reserve(2 + count * 2);
        Push(count);
        Push(0);
        return _count - 1;
    }

    public void CloseList(int list) => _cells[list] = _count;

    public void AddRow<T>(ObjectType type, T value)
    {
        var block = BlockOf(type);
        var rows = Rows<T>.Of(_blocks[block].Rows);
        Push(block);
        Push(rows.Count);
        rows.Add(value);
    }

    public void AddObject(ObjectType type, object value)
    {
        var block = BlockOf(type);
        var rows = _blocks[block].Rows;
        if (type.Runtime?.Owns(value) != true)
        {
            AddError(new GraphException(ErrorCodes.BadValue, $"The value is no \"{type.Name}\"."));
            return;
        }
        Push(block);
        Push(rows.Count);
        rows.AddBoxed(value);
    }

    public void AddAbstractOrNull<T>(CompositeType type, T value)
    {
        if (value is null) AddNull();
        else AddAbstract(type, value);
    }

    public void AddAbstract(CompositeType type, object value)
    {
        ObjectType? concrete;
        try
        {
            concrete = type.Resolve is { } resolve
                ? resolve(value)
                : type.Possible.FirstOrDefault(p => p.Runtime?.Owns(value) == true);
        }
        catch (Exception error)
        {
            AddError(error);
            return;
        }
        if (concrete is not null && type.Includes(concrete)) AddObject(concrete, value);
        else AddError(
            new GraphException(ErrorCodes.BadValue, $"Abstract type \"{type.Name}\" met a value of no possible type."));
    }

    int BlockOf(ObjectType type)
    {
        execution.CountRow();
        for (var i = 0; i < _blockCount; i++)
        {
            if (ReferenceEquals(_blocks[i].Set.Type, type)) return i;
        }
        var runtime = type.Runtime ?? throw new InvalidOperationException($"{type.Name} is not part of the schema.");
        if (_blockCount == _blocks.Length) Array.Resize(ref _blocks, _blockCount * 2);
        _blocks[_blockCount] = new Block(plan.SetFor(type), runtime.NewRows(_expected));
        return _blockCount++;
    }

    void Push(int cell)
    {
        if (_count == _cells.Length) Reserve(1);
        _cells[_count++] = cell;
    }

    void Reserve(int cells)
    {
        if (_cells.Length - _count >= cells) return;
        Array.Resize(ref _cells, Math.Max(_count + cells, _count * 2));
    }
}

/// <summary>Where a shared value stands in the output; no longer, once the output was rewound.</summary>
readonly record struct Written(int Start, int End, int Rewinds);

/// <summary>What execution needs to know about the C# type behind an object type.</summary>
abstract class ObjectRuntime
{
    public abstract Rows NewRows(int capacity);

    public abstract bool Owns(object value);
}

/// <summary>The C# type behind an object type.</summary>
sealed class ObjectRuntime<T> : ObjectRuntime
{
    public override Rows NewRows(int capacity) => new Rows<T>(capacity);

    public override bool Owns(object value) => value is T;
}
