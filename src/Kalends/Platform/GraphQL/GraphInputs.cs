using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>The types of arguments: each input record becomes one input object under its own name.</summary>
sealed class GraphInputs(Graph graph)
{
    readonly Dictionary<Type, GraphType> _records = [];

    public GraphType TypeOf(Member member)
    {
        var type = member is { Property: "Id", Value.Number: null } ? Scalars.Id.Type : TypeOf(member.Value);
        return member.Required || member.Default is not null ? type : type.Nullable;
    }

    public static string NameOf(Member member) => JsonNamingPolicy.CamelCase.ConvertName(member.Property);

    public static string? DefaultOf(Member member) => member.Default switch
    {
        null => null,
        string text => JsonSerializer.Serialize(text),
        bool flag => flag ? "true" : "false",
        Enum word => Storage.EnumText.Of(word).ToUpperInvariant(),
        var number => Convert.ToString(number, CultureInfo.InvariantCulture),
    };

    GraphType TypeOf(ValueShape value) => value switch
    {
        { Element: { } element } => Scalars.Any(ElementOf(element)).List().Type,
        { Patched: { } patched } => PatchOf(patched),
        { IsRecord: true } => RecordOf(value.Type),
        // Ids are opaque to clients; other long numbers are amounts, and remain numbers.
        { Number: IdAttribute } => Scalars.Id.Type,
        _ => ScalarOf(value.Type),
    };

    GraphType ElementOf(ValueShape element) => element.MayBeNull ? TypeOf(element).Nullable : TypeOf(element);

    GraphType ScalarOf(Type type) => type switch
    {
        _ when type == typeof(string) => Scalars.String.Type,
        _ when type == typeof(bool) => Scalars.Boolean.Type,
        _ when type == typeof(int) => Scalars.Int.Type,
        _ when type == typeof(long) => graph.Long.Type,
        _ when type == typeof(decimal) => Scalars.Float.Type,
        _ when type == typeof(Instant) => graph.DateTime.Type,
        _ when type == typeof(DateOnly) => graph.Date.Type,
        _ when type == typeof(YearMonth) => Scalars.String.Type,
        _ when type == typeof(RawJson) => graph.JsonString.Type,
        _ when type.IsEnum => graph.Words(type),
        _ => throw new InvalidOperationException($"A field takes no {type.Name} yet."),
    };

    GraphType PatchOf(Type record) => Make(
        record.Name.Replace("Input", "Patch", StringComparison.Ordinal), "The changes; null removes a value.",
        InputSchema.Of(record).Members, NameOf, isPatch: true);

    GraphType RecordOf(Type record)
    {
        if (_records.TryGetValue(record, out var known))
            return known;

        // The name of a record inside a use case says little, so the use case's name goes before it, as in OpenAPI.
        var name = record.GetCustomAttribute<InputNameAttribute>()?.Name
            ?? $"{record.DeclaringType?.Name}{record.Name}";
        // The type is registered before its fields, so that a record may contain itself.
        _records[record] = graph.Schema.Input<Coerced>(name).Type;
        return Make(name, Docs.Of(record), InputSchema.Of(record).Members, NameOf);
    }

    /// <summary>An input object with a field for each member, which is read by the shape of its record.</summary>
    /// <param name="name">The name of the input object.</param>
    /// <param name="description">The description of the input object.</param>
    /// <param name="members">The members that become fields.</param>
    /// <param name="nameOf">The names of the fields.</param>
    /// <param name="isPatch">Whether no field is required, and null removes a member.</param>
    public GraphType Make(
        string name, string? description, IEnumerable<Member> members, Func<Member, string> nameOf,
        bool isPatch = false) => graph.Schema.Input<Coerced>(name, description).Fields(fields =>
    {
        foreach (var member in members)
            fields.Field(
                nameOf(member), Scalars.Any(isPatch ? TypeOf(member.Value).Nullable : TypeOf(member)),
                isPatch ? null : DefaultOf(member), member.Doc);
        return _ => throw new InvalidOperationException($"{name} is read by its shape.");
    }).Type;
}
