using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Calls;

/// <summary>The external shape of an input record: one source for reading it, checking it and describing it.</summary>
sealed class InputSchema
{
    static readonly ConcurrentDictionary<Type, InputSchema> Known = new();

    readonly ConstructorInvoker _make;

    // The records that are spread among the members, by their position in the constructor.
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

    /// <summary>The index of the member with this name, or -1.</summary>
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
/// <param name="Name">The name that callers use: snake_case.</param>
/// <param name="Property">The name in the record.</param>
/// <param name="Value">The shape of its values.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Default">The value if it is left out.</param>
sealed record Member(
    Type Record, string Name, string Property, ValueShape Value, bool Required, object? Default)
{
    /// <summary>The property that this one adds detail to; it means nothing on its own.</summary>
    public string? DetailOf { get; private init; }

    /// <summary>The member's description.</summary>
    public string? Doc => Docs.Of(Record, Property);

    /// <summary>
    /// The description with the meaning of each word of an enum, where these cannot be described elsewhere.
    /// </summary>
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

    /// <summary>The form of a text; null if any will do.</summary>
    public FormAttribute? Form { get; private init; }

    public NumberAttribute? Number { get; private init; }

    public HundredthsAttribute? Hundredths { get; private init; }

    public CountAttribute? Count { get; private init; }

    /// <summary>The headers from which it is read; null if it is not read from headers.</summary>
    public HeaderAttribute? Header { get; private init; }

    /// <summary>The type that a merge patch changes; such a member is the whole body.</summary>
    public Type? Patched { get; private init; }

    /// <summary>Whether it is read from the query string, even if the others are in a body.</summary>
    public bool InQuery { get; private init; }

    /// <summary>The shape of a list's elements; null if this is not a list.</summary>
    public ValueShape? Element { get; private init; }

    /// <summary>Whether null is allowed as a value; used for the elements of lists.</summary>
    public bool MayBeNull { get; private init; }

    public bool IsRecord => Type.IsClass && Type != typeof(string) && Element is null;

    public static ValueShape Of(NullabilityInfo info, ParameterInfo rules) =>
        new(Nullable.GetUnderlyingType(info.Type) ?? info.Type)
        {
            Text = rules.GetCustomAttribute<TextAttribute>() ?? TextAttribute.Default,
            Form = rules.GetCustomAttribute<FormAttribute>(),
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

/// <summary>A body that describes a change of something, in whatever format it is written.</summary>
interface IPatch<T>
{
    /// <summary>Applies the change to the known value, and reads the result like an input.</summary>
    T On(T known);
}
