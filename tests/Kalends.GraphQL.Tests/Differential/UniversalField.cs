using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// Adds a field that <see cref="Universal"/> resolves. Fields take turns between the ways in which the engine lets
/// modules write them: with C# types or without, alone or as a batch. All have to give the same answers.
/// </summary>
sealed class UniversalField<TParent>(
    ObjectBuilder<TParent> builder, string name, GraphType of, Func<TParent, uint> hashOf,
    Action<FieldBuilder> describe)
{
    public void Add(Typed named, bool hasArguments)
    {
        switch (named)
        {
            case Typed<Entity> composite:
                AddReference(composite, hasArguments);
                break;
            case Typed<string> text:
                AddReference(text, hasArguments);
                break;
            case Typed<int>:
                AddStruct(Scalars.IntFromLong, hasArguments);
                break;
            case Typed<double> real:
                AddStruct(real, hasArguments);
                break;
            case Typed<bool> truth:
                AddStruct(truth, hasArguments);
                break;
            default:
                AddUntyped(hasArguments);
                break;
        }
    }

    void AddReference<T>(Typed<T> named, bool hasArguments) where T : class
    {
        if (of.Nullable is ListType { Of: NonNullType { Of: NamedType } })
            AddList(named, hasArguments);
        else if (of.Nullable is ListType { Of: NamedType })
            AddList(named.OrNull(), hasArguments);
        else if (of is NonNullType { Of: NamedType })
            Add(named, value => (T)value!, hasArguments);
        else if (of is NamedType)
            Add(named.OrNull(), value => (T?)value, hasArguments);
        else
            AddUntyped(hasArguments);
    }

    /// <summary>A struct cannot be null where it must not be, so such positions are left to untyped fields.</summary>
    void AddStruct<T>(Typed<T> named, bool hasArguments) where T : struct
    {
        if (of.Nullable is ListType { Of: NamedType })
            AddList(named.OrNull(), hasArguments);
        else if (of is NamedType)
            Add(named.OrNull(), value => (T?)value, hasArguments);
        else
            AddUntyped(hasArguments);
    }

    void AddUntyped(bool hasArguments) => Add(Scalars.Any(of), value => value, hasArguments);

    void AddList<T>(Typed<T> item, bool hasArguments)
    {
        if (of is NonNullType)
            Add(item.List(), value => Items<T>(value)!, hasArguments);
        else
            Add(item.List().OrNull(), value => Items<T>(value), hasArguments);
    }

    static T[]? Items<T>(object? value) => (value as object?[])?.Select(item => (T)item!).ToArray();

    void Add<T>(Typed<T> type, Func<object?, T> cast, bool hasArguments)
    {
        T Value(TParent parent, IEnumerable<KeyValuePair<string, object?>> given) =>
            cast(Universal.Resolve(hashOf(parent), builder.Type.Named.Name, name, given, of));

        if (name.Length % 2 == 0)
            AddBatch(type, Value);
        else if (hasArguments)
            AddWithArguments(type, Value);
        else
            builder.Field(name, type, parent => Value(parent, []), describe);
    }

    void AddWithArguments<T>(Typed<T> type, Func<TParent, IEnumerable<KeyValuePair<string, object?>>, T> value)
    {
        Func<FieldBuilder, Func<TParent, Args, FieldContext, T>> build = field =>
        {
            describe(field);
            return (parent, args, _) => value(parent, args.Given);
        };
        builder.Field(name, type, build);
    }

    void AddBatch<T>(Typed<T> type, Func<TParent, IEnumerable<KeyValuePair<string, object?>>, T> value)
    {
        builder.Batch(name, type, field =>
        {
            describe(field);
            return (parents, args, _) =>
            {
                var values = new T[parents.Count];
                for (var i = 0; i < values.Length; i++)
                    Try(parents, i, () => values[i] = value(parents[i], args.Given));
                return ValueTask.FromResult<IReadOnlyList<T>>(values);
            };
        });
    }

    static void Try(Batch<TParent> parents, int index, Action resolve)
    {
        try
        {
            resolve();
        }
        catch (InvalidOperationException error)
        {
            parents.Fail(index, "failed", error.Message);
        }
    }
}
