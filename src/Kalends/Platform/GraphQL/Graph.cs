using System.Reflection;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.GraphQL;

/// <summary>Builds a module's part of the common schema: its types, and a field for each use case.</summary>
/// <param name="served">The names of the modules to build.</param>
/// <param name="services">Resolves use cases that are not static.</param>
sealed partial class Graph(IEnumerable<string> served, IServiceProvider services)
{
    readonly HashSet<string> _served = served.ToHashSet();
    readonly Dictionary<Type, Typed> _words = [];
    readonly Dictionary<string, Type> _useCases = [];

    public SchemaBuilder Schema { get; } = new();

    public FieldAccesses Accesses { get; } = new();

    public IServiceProvider ServiceProvider => services;

    /// <summary>The use cases behind the fields of the three roots, such as <c>Query.provider</c>.</summary>
    public IReadOnlyDictionary<string, Type> UseCases => _useCases;

    /// <summary>Adds the fields of a module; an API key needs the module's scopes for them.</summary>
    public void Map(string module, Action<Graph> fields)
    {
        Accesses.Begin(module);
        fields(this);
    }

    /// <summary>Whether a module is served here; fields that lead into other modules are left out.</summary>
    public bool Serves(string module) => _served.Contains(module);

    /// <summary>Whether the schema has no query fields; it is then not served.</summary>
    public bool IsEmpty => Schema.Query.Type.Named is not ObjectType { Fields.Count: > 0 };

    /// <summary>The whole schema; if it has faults, one exception names them all.</summary>
    public Schema Build()
    {
        if (Schema.HasNodes)
            Schema.Nodes.Expose(many: true, node => node.Require(Accesses.Reading(Access.AnyKey)));
        Schema.DescribeFields(FieldDocs.Of);
        return Schema.Build();
    }

    /// <summary>The types of arguments.</summary>
    public GraphInputs Inputs => field ??= new GraphInputs(this);

    /// <summary>An enum of the product, with its values in capitals.</summary>
    public EnumBuilder<TEnum> Words<TEnum>() where TEnum : struct, Enum
    {
        var name = typeof(TEnum).Name;
        if (_words.TryGetValue(typeof(TEnum), out var known))
            return (EnumBuilder<TEnum>)known;

        var type = Schema.Enum<TEnum>(name, Docs.Of(typeof(TEnum)));
        foreach (var value in Enum.GetValues<TEnum>())
            type.Value(Storage.EnumText.Of(value).ToUpperInvariant(), value, Docs.Of(value));
        _words[typeof(TEnum)] = type;
        return type;
    }

    /// <summary>An enum that an input uses; its module must have defined it before.</summary>
    public GraphType Words(Type type) => _words.TryGetValue(type, out var known)
        ? known.Type
        : throw new InvalidOperationException($"The enum {type.Name} must be named before an input uses it.");

    /// <summary>A field that reads by running a use case; <c>of</c> names the mutation whose result it shows.</summary>
    public void Query<TIn, TOut>(
        string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access, Weight? weight = null,
        string? of = null)
        where TIn : class
        where TOut : class => Field(
            Schema.Query, name, type, run, run.Method, access, takesKey: false, of, weight);

    /// <summary>The arguments of a field, as defined by an input record.</summary>
    public Func<FieldBuilder, Func<Args, TIn>> Arguments<TIn>(Typed answer, string? of = null)
        where TIn : class => field =>
    {
        var input = new FieldInput(this, field, InputSchema.Of(typeof(TIn)), of ?? NameOf(answer.Type));
        return args => (TIn)input.Read(args);
    };

    /// <summary>A subscription: each occurrence becomes an answer, until the caller's token expires.</summary>
    public void Stream<TIn, TOut>(
        string name, Typed<TOut> type, Func<TIn, Call, Task<IAsyncEnumerable<TOut>>> run, Access access)
        where TIn : class
        where TOut : class => Schema.Subscription.Stream(name, type, field =>
        {
            Put(field, $"Subscription.{name}", run.Method, Accesses.Reading(access));
            var input = new FieldInput(this, field, InputSchema.Of(typeof(TIn)), NameOf(type.Type));
            var traced = UseCaseSpans.Around(Routes.NameOf(run.Method), run);
            return (args, context) =>
            {
                var request = context.Host<GraphCall>();
                return Opened(traced((TIn)input.Read(args), request.Call(access, context.Cancel)), request);
            };
        });

    static async IAsyncEnumerable<TOut> Opened<TOut>(Task<IAsyncEnumerable<TOut>> opening, GraphCall request)
    {
        var occurrences = await opening;
        request.Open();
        await foreach (var one in occurrences)
            yield return one;
    }

    /// <summary>A field of objects that is loaded for all parents of a level in one call.</summary>
    public void Batch<TParent, TIn, TOut>(
        ObjectBuilder<TParent> parent, string name, Typed<TOut> type,
        Func<IReadOnlyList<TParent>, TIn, Call, Task<IReadOnlyList<TOut>>> run, Access access, Weight? weight = null)
        where TIn : class => parent.Batch(name, type, field =>
        {
            field.Describe(Docs.Of(typeof(TIn).DeclaringType!) ?? name).Require(Accesses.LeadingTo<TOut>(access));
            Weight.Put(weight, field, InputSchema.Of(typeof(TIn)));
            var input = new FieldInput(this, field, InputSchema.Of(typeof(TIn)), NameOf(type.Type));
            var traced = UseCaseSpans.Around(SpanOf(parent, name), run);
            return async (parents, args, context) => await traced(
                parents, (TIn)input.Read(args), context.Host<GraphCall>().Call(access, context.Cancel));
        });

    /// <summary>A field without arguments that is loaded for all parents of a level in one call.</summary>
    public ObjectBuilder<TParent> Batch<TParent, TOut>(
        ObjectBuilder<TParent> parent, string name, Typed<TOut> type, string description,
        Func<IReadOnlyList<TParent>, Call, Task<IReadOnlyList<TOut>>> run, Access access) =>
        parent.Batch(name, type, field =>
        {
            field.Describe(description).Require(Accesses.LeadingTo<TOut>(access));
            var traced = UseCaseSpans.Around(SpanOf(parent, name), run);
            return async (parents, _, context) =>
                await traced(parents, context.Host<GraphCall>().Call(access, context.Cancel));
        });

    /// <summary>
    /// An object that its parent refers to by id; the distinct ids of a level are loaded in one call.
    /// </summary>
    public void One<TParent, TValue>(
        ObjectBuilder<TParent> parent, string name, ObjectBuilder<TValue> type, Func<TParent, long?> key,
        Func<IReadOnlyList<long>, Call, Task<IReadOnlyDictionary<long, TValue>>> load, Access access)
    {
        var traced = UseCaseSpans.Around(SpanOf(parent, name), load);
        parent.One(
            name, type, key,
            (ids, context) => new(traced(ids, context.Host<GraphCall>().Call(access, context.Cancel))),
            field => field.Require(Accesses.LeadingTo<TValue>(access)));
    }

    /// <summary>A type that is already defined, or null.</summary>
    public ObjectBuilder<T>? Known<T>(string name)
    {
        var type = Schema.Object<T>(name);
        return type.Type.Named is ObjectType { Fields.Count: > 0 } ? type : null;
    }

    /// <summary>Gives a type a global id, and loads its objects by id.</summary>
    public ObjectBuilder<T> Node<T>(
        string name, string description, Func<T, long> key,
        Func<IReadOnlyList<long>, Call, Task<IReadOnlyDictionary<long, T>>> load, Access access)
    {
        var traced = UseCaseSpans.Around($"node {name}", load);
        var required = Accesses.LeadingTo<T>(access);
        return Schema.Object<T>(name, description).Node(key, (ids, context) =>
        {
            // A field that leads to any node learns only here of which module it is.
            var request = context.Host<GraphCall>();
            access.RefuseKey(request.Caller, required.OfKeys);
            return new(traced(ids, request.Call(access, context.Cancel)));
        });
    }

    /// <summary>A root field with an argument for each member of its input.</summary>
    public void Field<TIn, TOut>(
        ObjectBuilder<Root> root, string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, MethodInfo useCase,
        Access access, bool takesKey, string? of = null, Weight? weight = null)
        where TIn : class
        // The type is nullable, so that one refused field of a request does not affect the others.
        where TOut : class => root.Field(name, type.OrNull(), field =>
        {
            var required = root == Schema.Query ? Accesses.Reading(access) : Accesses.Changing(access);
            Put(field, $"{NameOf(root.Type)}.{name}", useCase, required);
            Weight.Put(weight, field, InputSchema.Of(typeof(TIn)));
            var input = new FieldInput(this, field, InputSchema.Of(typeof(TIn)), of ?? NameOf(type.Type));
            var key = takesKey ? field.Arg("idempotencyKey", Scalars.String.OrNull(), description: KeyDoc) : null;
            var traced = UseCaseSpans.Around(Routes.NameOf(useCase), run);
            return async (args, context) =>
            {
                var given = (TIn)input.Read(args);
                var text = key is null ? null : args.Get(key);
                return await traced(given, CallOf(context, access, useCase, text, given));
            };
        });

    /// <summary>The parts that all root fields have: the description of a use case, and its access.</summary>
    public FieldBuilder Put(FieldBuilder field, string name, MethodInfo run, FieldAccess access)
    {
        _useCases[name] = run.DeclaringType!;
        return field.Describe(Routes.SummaryOf(run) ?? name).Require(access);
    }

    public static Call CallOf(FieldContext context, Access access, MethodInfo run, string? key, object input)
    {
        var request = context.Host<GraphCall>();
        if (Secrets.AreIn(run.ReturnType))
            request.HoldSecret();
        var idempotency = key is null ? null : Idempotency.Of(request.Caller, Routes.NameOf(run), key, input);
        return request.Call(access, context.Cancel, idempotency);
    }

    static readonly string? KeyDoc = Docs.Of(typeof(MutationInput<>), nameof(MutationInput<>.IdempotencyKey));

    public static string NameOf(GraphType type) => type.Named.ToString();

    /// <summary>The name of a field that leads from objects to others, in traces.</summary>
    static string SpanOf<TParent>(ObjectBuilder<TParent> parent, string field) => $"{NameOf(parent.Type)}.{field}";
}
