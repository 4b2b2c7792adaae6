using Kalends.GraphQL;
using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Time;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Platform.GraphQL;

/// <summary>Writes a module's part of the one schema: its types, and a field for each use case.</summary>
sealed class Graph
{
    public Graph()
    {
        DateTime = Schema.Scalar(
            "DateTime", ReadInstant, (json, at) => json.String(at.ToString()), "https://www.rfc-editor.org/rfc/rfc3339",
            "An instant in RFC 3339, answered in UTC: 2026-11-21T10:00:00Z.");
    }

    readonly Dictionary<Type, Typed> _words = [];

    public SchemaBuilder Schema { get; } = new();

    /// <summary>An instant (RFC 3339).</summary>
    public Typed<Instant> DateTime { get; }

    /// <summary>An enum of the product, its words in capitals.</summary>
    public EnumBuilder<TEnum> Words<TEnum>() where TEnum : struct, Enum
    {
        var name = typeof(TEnum).Name;
        if (_words.TryGetValue(typeof(TEnum), out var known))
            return (EnumBuilder<TEnum>)known;

        var type = Schema.Enum<TEnum>(name, Docs.Of(typeof(TEnum)));
        foreach (var value in Enum.GetValues<TEnum>())
            type.Value(Storage.Words.Of(value).ToUpperInvariant(), value);
        _words[typeof(TEnum)] = type;
        return type;
    }

    /// <summary>An enum that an input uses; its module names it before.</summary>
    public GraphType Words(Type type) => _words.TryGetValue(type, out var known)
        ? known.Type
        : throw new InvalidOperationException($"The enum {type.Name} must be named before an input uses it.");

    /// <summary>A field that reads by running a use case.</summary>
    public void Query<TIn, TOut>(string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access)
        where TIn : class
        where TOut : class => Field(Schema.Query, name, type, run, access, takesKey: false);

    /// <summary>A field that writes by running a use case; it takes an idempotencyKey, as its route does.</summary>
    public void Mutation<TIn, TOut>(string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access)
        where TIn : class
        where TOut : class => Field(Schema.Mutation, name, type, run, access, takesKey: true);

    /// <summary>A list that is read page by page in both directions.</summary>
    public void Connection<TIn, TNode>(
        string name, ObjectBuilder<TNode> node, Func<TIn, PageRequest, Call, Task<Relay.Page<TNode>>> run,
        Access access)
        where TIn : class =>
        Schema.Query.Connection<TNode>(name, node, field =>
        {
            field.Describe(Docs.Of(run.Method.DeclaringType!) ?? name).Require(access);
            var input = new FieldInput(this, field, Shape.Of(typeof(TIn)), node.Type);
            return async (args, page, context) =>
                await run((TIn)input.Read(args), page, context.Host<Visit>().Call(access, context.Cancel));
        }, new PageSizes(Default: 20, Max: 100));

    /// <summary>A field of objects that is found for all parents of a level in one go.</summary>
    public void Batch<TParent, TIn, TOut>(
        ObjectBuilder<TParent> parent, string name, Typed<TOut> type,
        Func<IReadOnlyList<TParent>, TIn, Call, Task<IReadOnlyList<TOut>>> run, Access access)
        where TIn : class => parent.Batch(name, type, field =>
        {
            field.Describe(Docs.Of(typeof(TIn).DeclaringType!) ?? name).Require(access);
            var input = new FieldInput(this, field, Shape.Of(typeof(TIn)), type.Type);
            return async (parents, args, context) => await run(
                parents, (TIn)input.Read(args), context.Host<Visit>().Call(access, context.Cancel));
        });

    /// <summary>An object that its parent names by id; the distinct ids of a level are found in one go.</summary>
    public static void One<TParent, TValue>(
        ObjectBuilder<TParent> parent, string name, ObjectBuilder<TValue> type, Func<TParent, long?> key,
        Func<IReadOnlyList<long>, Call, Task<IReadOnlyDictionary<long, TValue>>> load, Access access) =>
        parent.One(
            name, type, key,
            (ids, context) => new(load(ids, context.Host<Visit>().Call(access, context.Cancel))),
            field => field.Require(access));

    /// <summary>A type that somebody has made already, or null.</summary>
    public ObjectBuilder<T>? Known<T>(string name)
    {
        var type = Schema.Object<T>(name);
        return type.Type.Named is ObjectType { Fields.Count: > 0 } ? type : null;
    }

    /// <summary>Gives a type a global id, and finds its objects by them.</summary>
    public ObjectBuilder<T> Node<T>(
        string name, string description, Func<T, long> key,
        Func<IReadOnlyList<long>, Call, Task<IReadOnlyDictionary<long, T>>> load, Access access) =>
        Schema.Object<T>(name, description).Node(
            key, (ids, context) => new(load(ids, context.Host<Visit>().Call(access, context.Cancel))));

    void Field<TIn, TOut>(
        ObjectBuilder<Root> root, string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access,
        bool takesKey)
        where TIn : class
        // Nullable, so that one refused field of a request takes none of the others along.
        where TOut : class => root.Field(name, type.OrNull(), field =>
        {
            field.Describe(Docs.Of(run.Method.DeclaringType!) ?? name).Require(access);
            var input = new FieldInput(this, field, Shape.Of(typeof(TIn)), type.Type);
            var key = takesKey ? field.Arg("idempotencyKey", Scalars.String.OrNull(), description: KeyDoc) : null;
            return async (args, context) =>
            {
                var given = (TIn)input.Read(args);
                var visit = context.Host<Visit>();
                var idempotency = key is not null && args.Get(key) is { } text
                    ? Idempotency.Of(visit.Caller, Routes.NameOf(run.Method), text, given)
                    : null;
                return await run(given, visit.Call(access, context.Cancel, idempotency));
            };
        });

    const string KeyDoc = "An equal request with the same key gets the first answer, over REST and GraphQL alike.";

    static Instant ReadInstant(object given) =>
        given is string text && Instant.TryParse(text, naiveIsUtc: false, out var at)
            ? at
            : throw new GraphException(ErrorCodes.BadInput, "A DateTime is RFC 3339 text with an offset.");
}
