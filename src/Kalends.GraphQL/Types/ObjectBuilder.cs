namespace Kalends.GraphQL.Types;

/// <summary>An object type under construction, and the handle by which fields use it.</summary>
public sealed class ObjectBuilder<T> : Typed<T>
{
    internal ObjectBuilder(SchemaBuilder schema, ObjectType definition) : base(new NonNullType(definition))
    {
        Schema = schema;
        Definition = definition;
        definition.Runtime = new ObjectRuntime<T>();
    }

    internal SchemaBuilder Schema { get; }

    internal ObjectType Definition { get; }

    /// <summary>Declares that the type implements an interface.</summary>
    public ObjectBuilder<T> Implements<TInterface>(InterfaceBuilder<TInterface> contract)
    {
        Definition.Interfaces.Add(contract.Definition);
        return this;
    }

    /// <summary>Adds a field that is read from its parent.</summary>
    public ObjectBuilder<T> Field<TValue>(string name, Typed<TValue> type, Func<T, TValue> read,
        Action<FieldBuilder>? more = null)
    {
        var definition = Add(name, type.Type, type.Type.IsLeaf
            ? new LeafResolver<T, TValue>(type, read)
            : new ObjectResolver<T, TValue>(type, (parent, _, _) => read(parent)));
        more?.Invoke(new FieldBuilder(definition));
        return this;
    }

    /// <summary>Adds a field with arguments that is computed from its parent.</summary>
    public ObjectBuilder<T> Field<TValue>(
        string name, Typed<TValue> type, Func<FieldBuilder, Func<T, Args, FieldContext, TValue>> build)
    {
        var definition = Add(name, type.Type, null);
        var read = build(new FieldBuilder(definition));
        definition.Resolver = type.Type.IsLeaf
            ? new LeafArgsResolver<T, TValue>(type, read)
            : new ObjectResolver<T, TValue>(type, read);
        return this;
    }

    /// <summary>Adds a field that is resolved for all parents of a level in one call.</summary>
    public ObjectBuilder<T> Batch<TValue>(string name, Typed<TValue> type, Func<FieldBuilder, BatchResolver<T,
        TValue>> build)
    {
        var definition = Add(name, type.Type, null);
        var resolve = build(new FieldBuilder(definition));
        definition.Resolver = type.Type.IsLeaf
            ? new LeafBatchResolver<T, TValue>(type, resolve)
            : new ObjectBatchResolver<T, TValue>(type, resolve);
        return this;
    }

    /// <summary>What a field tells that is there already.</summary>
    public ObjectBuilder<T> Describe(string field, string text)
    {
        Definition.Fields[field].Description = text;
        return this;
    }

    internal override void Gather(Column column, T value)
    {
        if (value is null) column.AddNull();
        else column.AddRow(Definition, value);
    }

    internal OutputField Add(string name, GraphType type, Resolver? resolver)
    {
        var definition = new OutputField(name, type) { Resolver = resolver };
        return Definition.Fields.TryAdd(name, definition)
            ? definition : throw new SchemaException([$"\"{Definition.Name}.{name}\" is there twice."]);
    }
}

/// <summary>Short forms for the usual fields.</summary>
public static class CommonFields
{
    /// <summary>Adds a field of type <c>String!</c>.</summary>
    public static ObjectBuilder<T> String<T>(this ObjectBuilder<T> type, string name, Func<T, string> read) =>
        type.Field(name, Scalars.String, read);

    /// <summary>Adds a field of type <c>String</c>.</summary>
    public static ObjectBuilder<T> StringOrNull<T>(this ObjectBuilder<T> type, string name, Func<T, string?> read) =>
        type.Field(name, Scalars.String.OrNull(), read);

    /// <summary>Adds a field of type <c>Int!</c>.</summary>
    public static ObjectBuilder<T> Int<T>(this ObjectBuilder<T> type, string name, Func<T, int> read) =>
        type.Field(name, Scalars.Int, read);

    /// <summary>Adds a field of type <c>Int</c>.</summary>
    public static ObjectBuilder<T> IntOrNull<T>(this ObjectBuilder<T> type, string name, Func<T, int?> read) =>
        type.Field(name, Scalars.Int.OrNull(), read);

    /// <summary>Adds a field of type <c>Int</c> from a 64-bit column.</summary>
    public static ObjectBuilder<T> IntOrNull<T>(this ObjectBuilder<T> type, string name, Func<T, long?> read) =>
        type.Field(name, Scalars.IntFromLong.OrNull(), read);

    /// <summary>Adds a field of type <c>Float!</c>.</summary>
    public static ObjectBuilder<T> Float<T>(this ObjectBuilder<T> type, string name, Func<T, double> read) =>
        type.Field(name, Scalars.Float, read);

    /// <summary>Adds a field of type <c>Boolean!</c>.</summary>
    public static ObjectBuilder<T> Boolean<T>(this ObjectBuilder<T> type, string name, Func<T, bool> read) =>
        type.Field(name, Scalars.Boolean, read);

    /// <summary>Adds a field of type <c>ID!</c> from a number.</summary>
    public static ObjectBuilder<T> Id<T>(this ObjectBuilder<T> type, string name, Func<T, long> read) =>
        type.Field(name, Scalars.IdFromLong, read);

    /// <summary>Adds a field of type <c>ID</c> from a number.</summary>
    public static ObjectBuilder<T> IdOrNull<T>(this ObjectBuilder<T> type, string name, Func<T, long?> read) =>
        type.Field(name, Scalars.IdFromLong.OrNull(), read);

    /// <summary>Adds a field of type <c>ID!</c> from a text.</summary>
    public static ObjectBuilder<T> Id<T>(this ObjectBuilder<T> type, string name, Func<T, string> read) =>
        type.Field(name, Scalars.Id, read);
}

/// <summary>Fields of objects that are found by a number, a GUID or another struct.</summary>
public static class FieldsByKey
{
    /// <summary>
    /// Adds an object found by a key of its parent, or null: one call gets the distinct keys of the level, and equal
    /// keys share a row.
    /// </summary>
    public static ObjectBuilder<T> One<T, TKey, TValue>(
        this ObjectBuilder<T> parent, string name, Typed<TValue> type, Func<T, TKey?> key,
        Func<IReadOnlyList<TKey>, FieldContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> load,
        Action<FieldBuilder>? more = null)
        where TKey : struct
    {
        var resolver = new ObjectByKeyResolver<T, TKey, TValue>(
            type, p => key(p) is { } present ? (true, present) : default, load);
        var definition = parent.Add(name, type.Type.Nullable, resolver);
        more?.Invoke(new FieldBuilder(definition));
        return parent;
    }
}

/// <summary>Fields of objects that are found by a text.</summary>
public static class FieldsByText
{
    /// <summary>Adds an object found by a text key of its parent, or null.</summary>
    public static ObjectBuilder<T> One<T, TValue>(
        this ObjectBuilder<T> parent, string name, Typed<TValue> type, Func<T, string?> key,
        Func<IReadOnlyList<string>, FieldContext, ValueTask<IReadOnlyDictionary<string, TValue>>> load,
        Action<FieldBuilder>? more = null)
    {
        var resolver = new ObjectByKeyResolver<T, string, TValue>(
            type, p => key(p) is { } present ? (true, present) : (false, ""), load);
        var definition = parent.Add(name, type.Type.Nullable, resolver);
        more?.Invoke(new FieldBuilder(definition));
        return parent;
    }
}

/// <summary>Root fields, which have arguments but no parent.</summary>
public static class RootFields
{
    /// <summary>Adds a root field.</summary>
    public static ObjectBuilder<Root> Field<TValue>(
        this ObjectBuilder<Root> root, string name, Typed<TValue> type,
        Func<FieldBuilder, Func<Args, FieldContext, ValueTask<TValue>>> build) =>
        root.Batch(name, type, f =>
        {
            var resolve = build(f);
            return async (_, args, context) => [await resolve(args, context)];
        });

    /// <summary>Adds a root field whose value is available at once.</summary>
    public static ObjectBuilder<Root> Field<TValue>(
        this ObjectBuilder<Root> root, string name, Typed<TValue> type, Func<FieldContext, TValue> read) =>
        root.Field(name, type, _ => (_, _, context) => read(context));

    /// <summary>Adds a subscription field: the source yields occurrences, and each becomes an answer.</summary>
    public static ObjectBuilder<Root> Stream<TValue>(
        this ObjectBuilder<Root> root, string name, Typed<TValue> type,
        Func<FieldBuilder, Func<Args, FieldContext, IAsyncEnumerable<TValue>>> build) where TValue : notnull
    {
        var definition = root.Add(name, type.Type, type.Type.IsLeaf
            ? new LeafResolver<Root, TValue>(type, Occurrence<TValue>)
            : new ObjectResolver<Root, TValue>(type, (parent, _, _) => Occurrence<TValue>(parent)));
        var source = build(new FieldBuilder(definition));
        definition.Source = (args, context) => Boxed(source(args, context));
        return root;
    }

    static TValue Occurrence<TValue>(Root root) =>
        root.Occurrence is TValue value ? value : throw new InvalidOperationException();

    static async IAsyncEnumerable<object> Boxed<TValue>(IAsyncEnumerable<TValue> source) where TValue : notnull
    {
        await foreach (var item in source) yield return item;
    }
}
