using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Calls;

/// <summary>
/// What an input record looks like from outside: one source for reading it, checking it and describing it.
/// </summary>
sealed class InputSchema
{
    static readonly ConcurrentDictionary<Type, InputSchema> Known = new();

    readonly ConstructorInvoker _make;

    // The records that are spread among the members, by their place in the constructor.
    readonly Dictionary<int, InputSchema> _spread = [];

    InputSchema(Type record)
    {
        Record = record;
        var constructor = record.GetConstructors().First();
        var nullability = new NullabilityInfoContext();
        var parameters = constructor.GetParameters();
        foreach (var spread in parameters.Where(p => p.IsDefined(typeof(SpreadAttribute))))
            _spread[spread.Position] = Of(spread.ParameterType);
        Members = parameters.SelectMany(p => _spread.TryGetValue(p.Position, out var spread)
            ? spread.Members
            : [Member.Of(p, nullability)]).ToArray();
        _make = ConstructorInvoker.Create(constructor);
    }

    public Type Record { get; }

    public IReadOnlyList<Member> Members { get; }

    public static InputSchema Of(Type record) => Known.GetOrAdd(record, static type => new InputSchema(type));

    public object Make(object?[] values)
    {
        if (_spread.Count == 0)
            return _make.Invoke(values);
        var given = new List<object?>();
        for (var at = 0; at < values.Length; at++)
            if (_spread.TryGetValue(given.Count, out var spread))
            {
                given.Add(spread.Make(values[at..(at + spread.Members.Count)]));
                at += spread.Members.Count - 1;
            }
            else
                given.Add(values[at]);
        return _make.Invoke(given.ToArray());
    }

    /// <summary>Where the member of this name stands, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Members.Count; i++)
            if (Members[i].Name == name)
                return i;
        return -1;
    }
}

/// <summary>One member of an input record.</summary>
/// <param name="Record">The record that declares it.</param>
/// <param name="Name">As callers write it: snake_case.</param>
/// <param name="Property">As the record writes it.</param>
/// <param name="Value">What its values must be.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Default">What it is where it is left out.</param>
sealed record Member(
    Type Record, string Name, string Property, ValueShape Value, bool Required, object? Default)
{
    /// <summary>The property of which it says more, and nothing by itself.</summary>
    public string? DetailOf { get; private init; }

    /// <summary>The sentence that stands above it.</summary>
    public string? Doc => Docs.Of(Record, Property);

    /// <summary>The same with what each word of an enum means, where those have no other place to stand.</summary>
    public string? DocWithWords => (Value.Element ?? Value).Type is { IsEnum: true } type
        && Enum.GetValues(type).Cast<Enum>().Select(word => (Word: EnumText.Of(word), Doc: Docs.Of(word)))
            .Where(word => word.Doc is not null).ToList() is { Count: > 0 } words
            ? string.Join('\n', words.Select(word => $"- `{word.Word}`: {word.Doc}").Prepend($"{Doc}\n"))
            : Doc;

    public static Member Of(ParameterInfo parameter, NullabilityInfoContext nullability)
    {
        var info = nullability.Create(parameter);
        var mayBeNull = info.WriteState == NullabilityState.Nullable;
        return new Member(
            parameter.Member.DeclaringType!,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!),
            parameter.Name!,
            ValueShape.Of(info, parameter),
            Required: !mayBeNull && !parameter.HasDefaultValue,
            Default: parameter.HasDefaultValue ? parameter.DefaultValue : null)
        {
            DetailOf = parameter.GetCustomAttribute<DetailOfAttribute>()?.Member,
        };
    }
}

/// <summary>The type and the bounds of a value.</summary>
sealed record ValueShape(Type Type)
{
    public TextAttribute Text { get; private init; } = TextAttribute.Default;

    public NumberAttribute? Number { get; private init; }

    public HundredthsAttribute? Hundredths { get; private init; }

    public CountAttribute? Count { get; private init; }

    /// <summary>The headers that it is read from; null where it is read from none.</summary>
    public HeaderAttribute? Header { get; private init; }

    /// <summary>What it changes a part of, where it is a merge patch: such a member is the whole body.</summary>
    public Type? Patched { get; private init; }

    /// <summary>Whether it stands in the query string, also where the others come in a body.</summary>
    public bool InQuery { get; private init; }

    /// <summary>What a list holds; null where this is no list.</summary>
    public ValueShape? Element { get; private init; }

    /// <summary>Whether null is a value too; asked of the elements of lists.</summary>
    public bool MayBeNull { get; private init; }

    public bool IsRecord => Type.IsClass && Type != typeof(string) && Element is null;

    public static ValueShape Of(NullabilityInfo info, ParameterInfo rules) =>
        new(Nullable.GetUnderlyingType(info.Type) ?? info.Type)
        {
            Text = rules.GetCustomAttribute<TextAttribute>() ?? TextAttribute.Default,
            Number = rules.GetCustomAttribute<NumberAttribute>(),
            Hundredths = rules.GetCustomAttribute<HundredthsAttribute>(),
            Count = rules.GetCustomAttribute<CountAttribute>(),
            InQuery = rules.IsDefined(typeof(QueryAttribute)),
            Header = rules.GetCustomAttribute<HeaderAttribute>(),
            Patched = Array.Find(info.Type.GetInterfaces(), IsPatch)?.GenericTypeArguments[0],
            Element = info.Type.IsGenericType && info.Type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                ? Of(info.GenericTypeArguments[0], rules)
                : null,
            MayBeNull = info.WriteState == NullabilityState.Nullable,
        };

    static bool IsPatch(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IPatch<>);
}

/// <summary>A body that says what to change of something, whatever the form it is written in.</summary>
interface IPatch<T>
{
    /// <summary>What is known, changed, and read like an input.</summary>
    T On(T known);
}
