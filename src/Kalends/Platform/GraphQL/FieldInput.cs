using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    public object Read(Args args) => Read(_shape, at => args.Get(_arguments[at]), at => _arguments[at].Name);

    /// <summary>Makes an input record of the given values, or refuses them with every fault named.</summary>
    /// <param name="shape">The shape of the record.</param>
    /// <param name="given">The value given for a member, by the index of the member; null if none was given.</param>
    /// <param name="nameOf">The name of a member in the schema.</param>
    public static object Read(InputSchema shape, Func<int, object?> given, Func<int, string> nameOf)
    {
        var errors = new ValidationErrors();
        var reader = new InputReader(errors, Reading.Strict);
        var values = shape.Members.Select((member, at) => given(at) is { } value
            ? Checked(reader, errors, value, member.Value, nameOf(at))
            : member.Default).ToArray();
        errors.ThrowIfAny();
        return shape.Make(values);
    }

    static object? Checked(InputReader reader, ValidationErrors errors, object? given, ValueShape shape, string at) =>
        given switch
        {
            null => null,
            Coerced fields when shape.Patched is not null => Patch(reader, errors, fields, shape, at),
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

    /// <summary>Makes a merge patch of the given values: null removes a member.</summary>
    static object? Patch(InputReader reader, ValidationErrors errors, Coerced fields, ValueShape shape, string at)
    {
        var members = InputSchema.Of(shape.Patched!).Members.ToDictionary(GraphInputs.NameOf);
        var patch = new JsonObject();
        foreach (var (name, given) in fields.Given)
            patch[members[name].Name] = JsonSerializer.SerializeToNode(
                Checked(reader, errors, given, members[name].Value, $"{at}.{name}"), Json.Options);
        return Activator.CreateInstance(shape.Type, patch);
    }

    static object? Elements(InputReader reader, ValidationErrors errors, object?[] items, ValueShape shape, string at)
    {
        if (InputReader.CountFault(items.Length, shape) is not { } rule)
            return reader.Gather(shape, items, (item, index) =>
                Checked(reader, errors, item, shape.Element!, $"{at}.{index}"));
        errors.AddParameter(at, FaultCode.Count, $"{at}: {rule}");
        return null;
    }

    // A type's own "id" is the global one, so an argument names the number it means: reservationId.
    public static string NameOf(Member member, string of) => member.Property == "Id"
        ? JsonNamingPolicy.CamelCase.ConvertName($"{of}Id")
        : GraphInputs.NameOf(member);
}
