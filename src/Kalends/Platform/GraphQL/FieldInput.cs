using System.Globalization;
using System.Text.Json;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;

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
    /// <param name="of">The name of a type: an input's plain <c>Id</c> is the id of such a thing.</param>
    public FieldInput(Graph graph, FieldBuilder field, Shape shape, string of)
    {
        _shape = shape;
        _arguments = shape.Members.Select(member => field.Arg(
            NameOf(member, of), Scalars.Any(graph.Inputs.TypeOf(member)), GraphInputs.DefaultOf(member),
            member.Doc)).ToArray();
    }

    public object Read(Args args)
    {
        var faults = new Faults();
        var reader = new InputReader(faults, Reading.Strict);
        var values = new object?[_arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = args.Get(_arguments[i]) is { } given
                ? Checked(reader, faults, given, _shape.Members[i].Value, _arguments[i].Name)
                : _shape.Members[i].Default;
        faults.ThrowIfAny();
        return _shape.Make(values);
    }

    static object? Checked(InputReader reader, Faults faults, object? given, ValueShape shape, string at) =>
        given switch
        {
            null => null,
            Coerced fields => Record(reader, faults, fields, Shape.Of(shape.Type), at),
            object?[] items => Elements(reader, faults, items, shape, at),
            string text => reader.ReadText(text, shape, at),
            int or long or double => reader.ReadText(Convert.ToString(given, CultureInfo.InvariantCulture)!, shape, at),
            _ => given,
        };

    static object? Record(InputReader reader, Faults faults, Coerced fields, Shape shape, string at)
    {
        var before = faults.Count;
        var given = fields.Given.ToDictionary();
        var values = shape.Members.Select(member => given.GetValueOrDefault(GraphInputs.NameOf(member)) is { } value
            ? Checked(reader, faults, value, member.Value, $"{at}.{GraphInputs.NameOf(member)}")
            : member.Default).ToArray();
        return faults.Count == before ? shape.Make(values) : null;
    }

    static object? Elements(InputReader reader, Faults faults, object?[] items, ValueShape shape, string at)
    {
        if (InputReader.CountFault(items.Length, shape) is not { } rule)
            return reader.Gather(shape, items, (item, index) =>
                Checked(reader, faults, item, shape.Element!, $"{at}.{index}"));
        faults.AddParameter(at, "count", $"{at}: {rule}");
        return null;
    }

    // A type's own "id" is the global one, so an argument says which number it means: reservationId.
    static string NameOf(Member member, string of) => member.Property == "Id"
        ? JsonNamingPolicy.CamelCase.ConvertName($"{of}Id")
        : GraphInputs.NameOf(member);
}
