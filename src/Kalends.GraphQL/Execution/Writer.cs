using Kalends.GraphQL.Json;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>The second phase: writes the answer depth-first, and takes back output that a null undoes.</summary>
sealed class Writer(Execution execution, JsonOut output) : ValueWriter(execution, output)
{
    readonly List<GraphError> _errors = [];
    Step[] _path = new Step[16];
    int _depth;

    public IReadOnlyList<GraphError> Errors => _errors;

    /// <summary>The number of errors that were counted but not kept.</summary>
    public int ErrorsDropped { get; private set; }

    public bool Object(Block block, int row)
    {
        Output.Byte((byte)'{');
        var fields = block.Set.Fields;
        Push(new Step(fields, 0));
        var written = true;
        for (var i = 0; i < fields.Length && written; i++) written = Field(block, row, i);
        _depth--;
        if (written) Output.Byte((byte)'}');
        return written;
    }

    /// <summary>Writes one field of an object whose braces the caller writes.</summary>
    public bool WriteField(Block block, int row, int index)
    {
        Push(new Step(block.Set.Fields, index));
        var written = Field(block, row, index);
        _depth--;
        return written;
    }

    bool Field(Block block, int row, int index)
    {
        var plan = block.Set.Fields[index];
        _path[_depth - 1].Index = index;
        Output.Raw(plan.Key);
        var mark = Output.Length;
        var state = block.State.Length == 0 ? null : block.State[index];
        var written = state switch
        {
            Objects objects => Value(objects, row, plan.Definition.Type),
            Failed failed => Fail(failed.Error),
            _ => plan.Resolver.Write(this, plan, block.Rows, row, state),
        };
        return written || (plan.Definition.Type is not NonNullType && NullInstead(mark));
    }

    bool Value(Objects objects, int parent, GraphType type)
    {
        if (objects.Column.Shares) return Shared(objects, parent, type);
        var cell = objects.Column.StartOf(parent);
        return Value(objects, ref cell, type);
    }

    // The same object yields the same bytes, and copying them is several times faster than resolving it again. A value
    // with errors is written anew each time, because the error paths differ.
    bool Shared(Objects objects, int parent, GraphType type)
    {
        var owner = objects.Column.OwnerOf(parent);
        ref var known = ref objects.WrittenBy(owner);
        if (known.End > 0 && known.Rewinds == Output.Rewinds)
        {
            Output.Repeat(known.Start, known.End);
            return true;
        }
        var (start, errors) = (Output.Length, _errors.Count + ErrorsDropped);
        var cell = objects.Column.StartOf(owner);
        var written = Value(objects, ref cell, type);
        if (written && errors == _errors.Count + ErrorsDropped)
            known = new Written(start, Output.Length, Output.Rewinds);
        return written;
    }

    // Recursion follows the lists of a field's type and is bounded by the schema.
    bool Value(Objects objects, ref int cell, GraphType type)
    {
        var column = objects.Column;
        var mark = Output.Length;
        var nullable = type is not NonNullType;
        var code = column[cell++];
        bool written;
        if (code == Column.Null)
            return nullable ? Null() : MissingValue();
        if (code == Column.Error)
            written = Fail(column.ErrorAt(column[cell++]));
        else if (type.Nullable is ListType list)
            written = List(objects, ref cell, code, list.Of);
        else
            written = Object(objects.Blocks[code], column[cell++]);
        return written || (nullable && NullInstead(mark));
    }

    bool List(Objects objects, ref int cell, int count, GraphType element)
    {
        var end = objects.Column[cell++];
        Output.Byte((byte)'[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) Output.Byte((byte)',');
            Enter(i);
            var written = Value(objects, ref cell, element);
            _depth--;
            if (written) continue;
            // The rest of the list is skipped, but the lists around it continue behind it.
            cell = end;
            return false;
        }
        Output.Byte((byte)']');
        return true;
    }

    public override bool MissingValue()
    {
        var at = NearestField();
        return Fail(new GraphException(
            ErrorCodes.NullValue, $"Cannot return null for non-nullable field {at.Parent.Name}.{at.Definition.Name}."));
    }

    public override bool Fail(Exception error)
    {
        if (_errors.Count >= execution.Limits.ErrorsMax)
        {
            ErrorsDropped++;
            return false;
        }
        var shown = execution.Shown(error);
        var locations = shown.Locations.Count > 0 ? shown.Locations : NearestField().Locations();
        _errors.Add(shown with { Locations = locations, Path = Path() });
        return false;
    }

    public override void Enter(int index) => Push(new Step(null, index));

    public override void Leave() => _depth--;

    void Push(Step step)
    {
        if (_depth == _path.Length) Array.Resize(ref _path, _depth * 2);
        _path[_depth++] = step;
    }

    PlanField NearestField()
    {
        for (var i = _depth - 1; i >= 0; i--)
        {
            if (_path[i].Fields is { } fields) return fields[_path[i].Index];
        }
        throw new InvalidOperationException("There is no field on the path.");
    }

    object[] Path()
    {
        var path = new object[_depth];
        for (var i = 0; i < _depth; i++)
        {
            var (fields, index) = (_path[i].Fields, _path[i].Index);
            path[i] = fields is null ? index : fields[index].ResponseName;
        }
        return path;
    }

    /// <summary>A field of an object, or an element of a list if there are no fields.</summary>
    struct Step(PlanField[]? fields, int index)
    {
        public readonly PlanField[]? Fields = fields;
        public int Index = index;
    }
}
