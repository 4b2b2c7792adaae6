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
    readonly (Arg<object?>? One, FieldInput? Whole)[] _arguments;

    /// <param name="graph">Where the types are.</param>
    /// <param name="field">Whose arguments they become.</param>
    /// <param name="shape">The input record's.</param>
    /// <param name="of">The name of a type: an input's plain <c>Id</c> is the id of such a thing.</param>
    public FieldInput(Graph graph, FieldBuilder field, Shape shape, string of)
    {
        _shape = shape;
        // The members of a body stand beside those of the path, as arguments too.
        _arguments = shape.Members.Select<Member, (Arg<object?>?, FieldInput?)>(member => member.Value.IsBody
            ? (null, new FieldInput(graph, field, Shape.Of(member.Value.Type), of))
            : (field.Arg(
                NameOf(member, of), Scalars.Any(graph.Inputs.TypeOf(member)), GraphInputs.DefaultOf(member),
                Docs.Of(shape.Record, member.Property)), null)).ToArray();
    }

    public object Read(Args args)
    {
        var faults = new Faults();
        var read = Read(args, new InputReader(faults, lenient: false), faults);
        faults.ThrowIfAny();
        return read!;
    }

    object? Read(Args args, InputReader reader, Faults faults)
    {
        var before = faults.Count;
        var values = new object?[_arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _arguments[i] switch
            {
                (_, { } whole) => whole.Read(args, reader, faults),
                ({ } one, _) when args.Get(one) is { } given =>
                    Checked(reader, faults, given, _shape.Members[i].Value, one.Name),
                _ => _shape.Members[i].Default,
            };
        return faults.Count == before ? _shape.Make(values) : null;
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
