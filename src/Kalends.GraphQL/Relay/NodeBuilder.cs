using System.Globalization;
using System.Text;
using Kalends.GraphQL.Json;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Relay;

/// <summary>Globally identified objects: the interface, its members, and the fields that find them again.</summary>
public sealed class NodeBuilder
{
    const int IdsMax = 100;
    const string IdDoc = "The global id, by which node finds the object.";

    readonly SchemaBuilder _schema;
    readonly InterfaceBuilder<object> _interface;
    readonly Dictionary<string, NodeLoader> _loaders = new(StringComparer.Ordinal);

    /// <summary>Whether some type has a global id, so that there is something for <c>node</c> to find.</summary>
    internal bool HasTypes => _loaders.Count > 0;

    internal NodeBuilder(SchemaBuilder schema)
    {
        _schema = schema;
        _interface = schema.Interface<object>("Node", "An object with a global id.").Field(
            "id", Scalars.Id, field => field.Describe(IdDoc));
    }

    /// <summary>
    /// Adds <c>node(id:)</c> to the query root, and <c>nodes(ids:)</c> if many are to be found at once.
    /// </summary>
    public NodeBuilder Expose(bool many = false, Action<FieldBuilder>? more = null)
    {
        var one = _schema.Query.Add("node", _interface.Definition, null);
        var oneBuilder = new FieldBuilder(one).Describe("Finds an object by its global id; null if there is none.");
        var id = oneBuilder.Arg("id", Scalars.Id, description: "A global id.");
        one.Resolver = new NodeResolver(_loaders, args => [args.Get(id)], list: false);
        more?.Invoke(oneBuilder);
        if (!many) return this;
        // Nullable, so that whoever may not read it still gets the other fields.
        var all = _schema.Query.Add("nodes", new ListType(_interface.Definition), null);
        var allBuilder = new FieldBuilder(all).Describe(
            "Finds up to 100 objects by their global ids, in their order; null in the place of one that is not found.");
        var ids = allBuilder.Arg("ids", Scalars.Id.List(), description: $"Global ids, {IdsMax} at most.");
        allBuilder.Rows(fallback: 1, IdsMax, ids.Name);
        all.Resolver = new NodeResolver(_loaders, args => Bounded(args.Get(ids)), list: true);
        more?.Invoke(allBuilder);
        return this;
    }

    static IReadOnlyList<string> Bounded(IReadOnlyList<string> ids) => ids.Count <= IdsMax
        ? ids : throw new GraphException(LimitCodes.Page, $"\"ids\" takes at most {IdsMax} ids.");

    internal void Add<T, TKey>(
        ObjectBuilder<T> type, Func<T, TKey> key, Action<JsonOut, byte[], TKey> write, NodeLoader loader)
    {
        var name = type.Definition.Name;
        var prefix = Encoding.UTF8.GetBytes(name + ":");
        var id = new LeafOf<TKey>(
            Scalars.IdType, _ => throw new NotSupportedException(), (o, k) => write(o, prefix, k));
        type.Implements(_interface).Field("id", id, key).Describe("id", IdDoc);
        if (!_loaders.TryAdd(name, loader)) throw new SchemaException([$"\"{name}\" is a node twice."]);
    }
}

/// <summary>The globally identified objects of a schema.</summary>
public static class SchemaNodes
{
    extension(SchemaBuilder schema)
    {
        /// <summary>Globally identified objects; using them adds <c>Node</c>, <c>node</c> and <c>nodes</c>.</summary>
        public NodeBuilder Nodes => schema.Part(() => new NodeBuilder(schema));

        /// <summary>Whether some type has a global id, so that there is something for <c>node</c> to find.</summary>
        public bool HasNodes => schema.Part<NodeBuilder>()?.HasTypes == true;
    }
}

/// <summary>Makes object types globally identified.</summary>
public static class Nodes
{
    /// <summary>Gives the type a global <c>id</c> made of a number.</summary>
    public static ObjectBuilder<T> Node<T>(
        this ObjectBuilder<T> type, Func<T, long> key,
        Func<IReadOnlyList<long>, FieldContext, ValueTask<IReadOnlyDictionary<long, T>>> load)
    {
        type.Schema.Nodes.Add(type, key, GlobalId.Write, new(type.Definition,
            async (keys, context) =>
            {
                // A key that is no number belongs to no object.
                var numbers = keys.Where(IsNumber).Select(k => long.Parse(k, CultureInfo.InvariantCulture)).ToList();
                var found = await load(numbers, context);
                return found.ToDictionary(f => f.Key.ToString(CultureInfo.InvariantCulture), object? (f) => f.Value);
            }));
        return type;
    }

    /// <summary>Gives the type a global <c>id</c> made of a text.</summary>
    public static ObjectBuilder<T> Node<T>(
        this ObjectBuilder<T> type, Func<T, string> key,
        Func<IReadOnlyList<string>, FieldContext, ValueTask<IReadOnlyDictionary<string, T>>> load)
    {
        type.Schema.Nodes.Add(type, key, (o, prefix, k) => GlobalId.Write(o, prefix, k), new(type.Definition,
            async (keys, context) =>
            {
                var found = await load(keys, context);
                return found.ToDictionary(f => f.Key, object? (f) => f.Value);
            }));
        return type;
    }

    static bool IsNumber(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}

/// <summary>Finds the objects of one type by their keys.</summary>
sealed record NodeLoader(
    ObjectType Type, Func<IReadOnlyList<string>, FieldContext, ValueTask<Dictionary<string, object?>>> Load);

/// <summary>Resolves global ids: one call for each type among them, and what goes wrong stays in its place.</summary>
sealed class NodeResolver(
    IReadOnlyDictionary<string, NodeLoader> loaders, Func<Args, IReadOnlyList<string>> idsOf, bool list)
    : CompositeResolver
{
    static readonly GraphException NoId = new("bad_id", "The id is not one of this schema.");

    public override async ValueTask<FieldState?> Resolve(FieldContext context, Rows parents, Args args)
    {
        var ids = idsOf(args).Select(text => GlobalId.TryRead(text, out var id) ? id : (GlobalId?)null).ToList();
        var found = new Dictionary<string, Loaded>(StringComparer.Ordinal);
        foreach (var group in ids.OfType<GlobalId>().GroupBy(id => id.Type))
        {
            if (!loaders.TryGetValue(group.Key, out var loader)) continue;
            var keys = group.Select(id => id.Key).Distinct().ToList();
            found[group.Key] = await Load(loader, keys, context);
        }
        var column = new Column(context.Request, parents.Count);
        column.NextParent();
        var open = list ? column.OpenList(ids.Count) : -1;
        foreach (var id in ids) Add(column, id, found);
        if (list) column.CloseList(open);
        return column;
    }

    static async ValueTask<Loaded> Load(NodeLoader loader, List<string> keys, FieldContext context)
    {
        try
        {
            return new Loaded(loader.Type, await loader.Load(keys, context), null);
        }
        catch (Exception error) when (error is not RequestAborted)
        {
            context.Request.CheckTime();
            return new Loaded(loader.Type, [], error);
        }
    }

    static void Add(Column column, GlobalId? given, Dictionary<string, Loaded> found)
    {
        if (given is not { } id) column.AddError(NoId);
        else if (!found.TryGetValue(id.Type, out var loaded)) column.AddNull();
        else if (loaded.Error is not null) column.AddError(loaded.Error);
        else if (loaded.Objects.GetValueOrDefault(id.Key) is { } value) column.AddObject(loaded.Type, value);
        else column.AddNull();
    }

    sealed record Loaded(ObjectType Type, Dictionary<string, object?> Objects, Exception? Error);
}
