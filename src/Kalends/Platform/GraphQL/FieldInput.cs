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
    readonly InputSchema _shape;
    readonly Arg<object?>[] _arguments;

    /// <param name="graph">The graph with the types.</param>
    /// <param name="field">The field that gets the arguments.</param>
    /// <param name="shape">The shape of the input record.</param>
    /// <param name="of">The name of a type: a plain <c>Id</c> of the input is the id of such an object.</param>
    public FieldInput(Graph graph, FieldBuilder field, InputSchema shape, string of)
    {
        _shape = shape;
        _arguments = shape.Members.Select(member => field.Arg(
            NameOf(member, of), Scalars.Any(graph.Inputs.TypeOf(member)), GraphInputs.DefaultOf(member),
            member.Doc)).ToArray();
    }

    public object Read(Args args)
    {
        var errors = new ValidationErrors();
        var reader = new InputReader(errors, Reading.Strict);
        var values = new object?[_arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = args.Get(_arguments[i]) is { } given
                ? Checked(reader, errors, given, _shape.Members[i].Value, _arguments[i].Name)
                : _shape.Members[i].Default;
        errors.ThrowIfAny();
        return _shape.Make(values);
    }

    static object? Checked(InputReader reader, ValidationErrors errors, object? given, ValueShape shape, string at) =>
        given switch
        {
            null => null,
            Coerced fields => Record(reader, errors, fields, InputSchema.Of(shape.Type), at),
            object?[] items => Elements(reader, errors, items, shape, at),
            string text => reader.ReadText(text, shape, at),
            int or long or double => reader.ReadText(Convert.ToString(given, CultureInfo.InvariantCulture)!, shape, at),
            _ => given,
        };

    static object? Record(InputReader reader, ValidationErrors errors, Coerced fields, InputSchema shape, string at)
    {
        var before = errors.Count;
        var given = fields.Given.ToDictionary();
        var values = shape.Members.Select(member => given.GetValueOrDefault(GraphInputs.NameOf(member)) is { } value
            ? Checked(reader, errors, value, member.Value, $"{at}.{GraphInputs.NameOf(member)}")
            : member.Default).ToArray();
        return errors.Count == before ? shape.Make(values) : null;
    }

    static object? Elements(InputReader reader, ValidationErrors errors, object?[] items, ValueShape shape, string at)
    {
        if (InputReader.CountFault(items.Length, shape) is not { } rule)
            return reader.Gather(shape, items, (item, index) =>
                Checked(reader, errors, item, shape.Element!, $"{at}.{index}"));
        errors.AddParameter(at, "count", $"{at}: {rule}");
        return null;
    }

    // A type's own "id" is the global one, so an argument names the number it means: reservationId.
    static string NameOf(Member member, string of) => member.Property == "Id"
        ? JsonNamingPolicy.CamelCase.ConvertName($"{of}Id")
        : GraphInputs.NameOf(member);
}
