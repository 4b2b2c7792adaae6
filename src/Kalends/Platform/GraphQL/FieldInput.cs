using System.Globalization;
using System.Text.Json;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Time;

namespace Kalends.Platform.GraphQL;

/// <summary>
/// The arguments of a field, made from an input record's shape and checked by the same rules as over REST.
/// </summary>
sealed class FieldInput
{
    readonly Shape _shape;
    readonly Arg<object?>[] _arguments;

    /// <param name="graph">Where the types are.</param>
    /// <param name="field">Whose arguments they become.</param>
    /// <param name="shape">The input record's.</param>
    /// <param name="answer">
    /// The type that the field answers; an input's plain <c>Id</c> is the id of such a thing.
    /// </param>
    public FieldInput(Graph graph, FieldBuilder field, Shape shape, GraphType answer)
    {
        _shape = shape;
        _arguments = shape.Members.Select(member => field.Arg(
            NameOf(member, answer), Scalars.Any(TypeOf(graph, member)), DefaultOf(member),
            Docs.Of(shape.Record, member.Property))).ToArray();
    }

    public object Read(Args args)
    {
        var faults = new Faults();
        var reader = new InputReader(faults, lenient: false);
        var values = new object?[_arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = args.Get(_arguments[i]) is { } given
                ? Checked(reader, given, _shape.Members[i], _arguments[i].Name)
                : _shape.Members[i].Default;
        faults.ThrowIfAny();
        return _shape.Make(values);
    }

    static object? Checked(InputReader reader, object given, Member member, string name) => given switch
    {
        string text => reader.ReadText(text, member.Value, name),
        int number => reader.ReadText(number.ToString(CultureInfo.InvariantCulture), member.Value, name),
        _ => given,
    };

    // A type's own "id" is the global one, so an argument says which number it means: reservationId.
    static string NameOf(Member member, GraphType answer) => JsonNamingPolicy.CamelCase.ConvertName(
        member.Property == "Id" ? $"{answer.Named}Id" : member.Property);

    static string? DefaultOf(Member member) => member.Default switch
    {
        null => null,
        string text => JsonSerializer.Serialize(text),
        bool flag => flag ? "true" : "false",
        Enum word => Storage.Words.Of(word).ToUpperInvariant(),
        var number => Convert.ToString(number, CultureInfo.InvariantCulture),
    };

    static GraphType TypeOf(Graph graph, Member member)
    {
        var type = TypeOf(graph, member.Value.Type);
        return member.Required || member.Default is not null ? type : type.Nullable;
    }

    static GraphType TypeOf(Graph graph, Type type) => type switch
    {
        _ when type == typeof(string) => Scalars.String.Type,
        _ when type == typeof(bool) => Scalars.Boolean.Type,
        _ when type == typeof(int) => Scalars.Int.Type,
        _ when type == typeof(long) => Scalars.Id.Type,
        _ when type == typeof(Instant) => graph.DateTime.Type,
        _ when type.IsEnum => graph.Words(type),
        _ => throw new InvalidOperationException($"A field takes no {type.Name} yet."),
    };
}
