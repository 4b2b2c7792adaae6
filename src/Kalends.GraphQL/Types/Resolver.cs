namespace Kalends.GraphQL.Types;

/// <summary>Resolves a field for all parents of a level: one call, one value for each parent, in their order.</summary>
public delegate ValueTask<IReadOnlyList<TValue>> BatchResolver<TParent, TValue>(
    Batch<TParent> parents, Args args, FieldContext context);

/// <summary>Resolves a field: object fields in the first phase, plain leaf fields only when they are written.</summary>
abstract class Resolver
{
    public abstract bool NeedsResolving { get; }

    public abstract ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args);

    public abstract bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state);
}

/// <summary>A leaf field that a function reads from its parent.</summary>
sealed class LeafResolver<TParent, TValue>(Typed<TValue> type, Func<TParent, TValue> read) : Resolver
{
    public override bool NeedsResolving => false;

    public override ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args) =>
        default;

    public override bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state)
    {
        TValue value;
        try
        {
            value = read(Rows<TParent>.Of(rows)[row]);
        }
        catch (Exception error)
        {
            return writer.Fail(error);
        }
        return type.Write(writer, value);
    }
}

/// <summary>A leaf field that a function computes from its parent and arguments.</summary>
sealed class LeafArgsResolver<TParent, TValue>(Typed<TValue> type, Func<TParent, Args, FieldContext, TValue> read)
    : Resolver
{
    public override bool NeedsResolving => true;

    public override ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args) =>
        ValueTask.FromResult<FieldState?>(new LeafArgs(args));

    public override bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state)
    {
        TValue value;
        try
        {
            var args = state is LeafArgs given ? given.Args : Args.None;
            value = read(Rows<TParent>.Of(rows)[row], args, new FieldContext(writer.Request, field));
        }
        catch (Exception error)
        {
            return writer.Fail(error);
        }
        return type.Write(writer, value);
    }
}

/// <summary>A leaf field that is resolved for all parents at once.</summary>
sealed class LeafBatchResolver<TParent, TValue>(Typed<TValue> type, BatchResolver<TParent, TValue> resolve) : Resolver
{
    public override bool NeedsResolving => true;

    public override async ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args)
    {
        var batch = new Batch<TParent>((Rows<TParent>)parents);
        var values = await resolve(batch, args, context);
        BatchCount.Check(context.Field, values.Count, parents.Count);
        return new LeafValues<TValue>(values, batch.Failures);
    }

    public override bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state)
    {
        var values = (LeafValues<TValue>)(state ?? throw new InvalidOperationException());
        return values.Failures?[row] is { } failure ? writer.Fail(failure) : type.Write(writer, values.Values[row]);
    }
}

/// <summary>A field of objects; subclasses fill the column.</summary>
abstract class CompositeResolver : Resolver
{
    public sealed override bool NeedsResolving => true;

    public sealed override bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state) =>
        throw new InvalidOperationException("Objects are written out of their column.");
}

/// <summary>A field of objects that a function finds from each parent.</summary>
sealed class ObjectResolver<TParent, TValue>(Typed<TValue> type, Func<TParent, Args, FieldContext, TValue> read)
    : CompositeResolver
{
    public override ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args)
    {
        var column = new Column(context.Request, parents.Count);
        foreach (var parent in ((Rows<TParent>)parents).Items)
        {
            column.NextParent();
            try
            {
                type.Gather(column, read(parent, args, context));
            }
            catch (Exception error) when (error is not RequestAborted)
            {
                column.FailParent(error);
            }
        }
        return ValueTask.FromResult<FieldState?>(column);
    }
}

/// <summary>A field of objects that is resolved for all parents at once.</summary>
sealed class ObjectBatchResolver<TParent, TValue>(Typed<TValue> type, BatchResolver<TParent, TValue> resolve)
    : CompositeResolver
{
    public override ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args)
    {
        var batch = new Batch<TParent>((Rows<TParent>)parents);
        var values = resolve(batch, args, context);
        // A result that is already available needs no state machine.
        return values.IsCompletedSuccessfully
            ? new(Fill(context, batch, values.Result))
            : Later(context, batch, values);
    }

    async ValueTask<FieldState?> Later(
        FieldContext context, Batch<TParent> batch, ValueTask<IReadOnlyList<TValue>> values) =>
        Fill(context, batch, await values);

    Column Fill(FieldContext context, Batch<TParent> batch, IReadOnlyList<TValue> values)
    {
        BatchCount.Check(context.Field, values.Count, batch.Count);
        var column = new Column(context.Request, batch.Count);
        for (var i = 0; i < values.Count; i++)
        {
            column.NextParent();
            if (batch.Failures?[i] is { } failure) column.AddError(failure);
            else type.Gather(column, values[i]);
        }
        return column;
    }
}

/// <summary>
/// A field of objects that are loaded by key: equal keys share one row, so each object is loaded once.
/// </summary>
sealed class ObjectByKeyResolver<TParent, TKey, TValue>(
    Typed<TValue> type, Func<TParent, (bool Given, TKey Key)> key,
    Func<IReadOnlyList<TKey>, FieldContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> load) : CompositeResolver
    where TKey : notnull
{
    const int None = -1;

    static readonly IReadOnlyDictionary<TKey, TValue> Empty = new Dictionary<TKey, TValue>();

    public override async ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args)
    {
        var rows = (Rows<TParent>)parents;
        // Each distinct key is mapped to the first parent that has it, which owns the row; each parent is mapped to its
        // key.
        var distinct = new OrderedDictionary<TKey, int>(parents.Count);
        var keys = new int[parents.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var (given, value) = key(rows[i]);
            keys[i] = None;
            if (given) distinct.TryAdd(value, i, out keys[i]);
        }
        var found = distinct.Count == 0 ? Empty : await load(distinct.Keys, context);
        var column = new Column(context.Request, parents.Count);
        for (var i = 0; i < keys.Length; i++) Place(column, i, keys[i], distinct, found);
        return column;
    }

    void Place(
        Column column, int parent, int at, OrderedDictionary<TKey, int> distinct,
        IReadOnlyDictionary<TKey, TValue> found)
    {
        if (at == None)
        {
            column.NextParent();
            column.AddNull();
            return;
        }
        var (wanted, owner) = distinct.GetAt(at);
        if (owner != parent)
        {
            column.NextParentSharing(owner);
            return;
        }
        column.NextParent();
        if (found.TryGetValue(wanted, out var value)) type.Gather(column, value);
        else column.AddNull();
    }
}

/// <summary><c>__typename</c>.</summary>
sealed class TypeNameResolver : Resolver
{
    public override bool NeedsResolving => false;

    public override ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args) =>
        default;

    public override bool Write(ValueWriter writer, ISelection field, Rows rows, int row, FieldState? state)
    {
        writer.Output.String(field.Parent.Name);
        return true;
    }
}

/// <summary>Catches batch resolvers that leave out a parent, since values would then go to the wrong parents.</summary>
static class BatchCount
{
    public static void Check(ISelection field, int given, int wanted)
    {
        if (given == wanted) return;
        var name = $"{field.Parent.Name}.{field.Definition.Name}";
        throw new InvalidOperationException($"The batch of {name} gave {given} values for {wanted} parents.");
    }
}
