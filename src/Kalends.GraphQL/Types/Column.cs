namespace Kalends.GraphQL.Types;

/// <summary>The objects that a composite field returned, in the order of its parents.</summary>
/// <remarks>
/// Each value is a run of cells: <c>null</c> or an error index, a list with its length and end, or a part and row. Rows
/// are split by their object type, so that each type is resolved as one batch further down.
/// </remarks>
sealed class Column(IRequest request, int parents) : FieldState
{
    public const int Null = -1;
    public const int Error = -2;

    readonly int[] _starts = new int[parents];
    int[] _cells = new int[parents * 2];
    int _count;
    int _parent;
    int _expected = parents;
    Rows[] _parts = new Rows[1];
    int _partCount;
    List<Exception>? _errors;

    /// <summary>The objects, sorted by type; nearly always there is only one type.</summary>
    public ReadOnlySpan<Rows> Parts => _parts.AsSpan(0, _partCount);

    public int Parents => _starts.Length;

    public int this[int cell] => _cells[cell];

    /// <summary>Whether some parents share their value; each shared value is written once and then copied.</summary>
    public bool Shares { get; private set; }

    public Exception ErrorAt(int index) => (_errors ?? throw new InvalidOperationException())[index];

    public int StartOf(int parent) => _starts[OwnerOf(parent)];

    /// <summary>The first parent that has the same value as this one, usually itself.</summary>
    public int OwnerOf(int parent) => _starts[parent] is >= 0 ? parent : ~_starts[parent];

    /// <summary>Starts the value of the next parent.</summary>
    public void NextParent() => _starts[_parent++] = _count;

    /// <summary>Gives the next parent the value of an earlier one.</summary>
    public void NextParentSharing(int owner)
    {
        Shares = true;
        _starts[_parent++] = ~owner;
    }

    /// <summary>Drops the values gathered for the current parent and gives it an error instead.</summary>
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
        var part = PartOf(type);
        var rows = Rows<T>.Of(_parts[part]);
        Push(part);
        Push(rows.Count);
        rows.Add(value);
    }

    public void AddObject(ObjectType type, object value)
    {
        var part = PartOf(type);
        var rows = _parts[part];
        if (type.Runtime?.Owns(value) != true)
        {
            AddError(new GraphException(ErrorCodes.BadValue, $"The value is no \"{type.Name}\"."));
            return;
        }
        Push(part);
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

    int PartOf(ObjectType type)
    {
        request.CountRow();
        for (var i = 0; i < _partCount; i++)
        {
            if (ReferenceEquals(_parts[i].Type, type)) return i;
        }
        var runtime = type.Runtime ?? throw new InvalidOperationException($"{type.Name} is not part of the schema.");
        if (_partCount == _parts.Length) Array.Resize(ref _parts, _partCount * 2);
        _parts[_partCount] = runtime.NewRows(type, _expected);
        return _partCount++;
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
