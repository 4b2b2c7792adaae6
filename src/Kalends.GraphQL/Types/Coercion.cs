using System.Text.Json;
using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>The values of an operation's variables after coercion.</summary>
sealed class VariableValues(IReadOnlyDictionary<string, object?> values)
{
    public static VariableValues None { get; } = new(new Dictionary<string, object?>());

    /// <summary>The value of a variable; absent if the client left it out and it has no default.</summary>
    public object? Get(string name) => values.TryGetValue(name, out var value) ? value : Coerced.Absent;

    /// <summary>A copy with only the named variables, for plans that must not depend on the others.</summary>
    public VariableValues Only(IReadOnlyList<string> names) => names.Count == 0 ? None : new(
        names.Where(values.ContainsKey).ToDictionary(name => name, name => values[name], StringComparer.Ordinal));
}

/// <summary>Turns literals and JSON into input values by the rules of their types.</summary>
/// <remarks>Recursion is bounded: literals by the parser's nesting limit, JSON by the reader's depth limit.</remarks>
static class Coercion
{
    /// <summary>Coerces a literal; the result is absent if it is a variable without a value.</summary>
    public static object? Literal(Value literal, GraphType type, VariableValues variables)
    {
        if (literal is Variable variable)
        {
            var value = variables.Get(variable.Name.Text);
            if (value is not null || type is not NonNullType) return value;
            throw new GraphException(NullFor(type).Error with { Offset = variable.Start });
        }
        if (type is NonNullType nonNull) return literal is NullValue ? throw NullFor(type)
            : Literal(literal, nonNull.Of, variables);
        if (literal is NullValue) return null;
        return type switch
        {
            ListType list when literal is ListValue items =>
                items.Items.Select(i => Element(i, list.Of, variables)).ToArray(),
            ListType list => new[] { Literal(literal, list.Of, variables) },
            InputObjectType input when literal is ObjectValue fields => Object(fields, input, variables),
            InputObjectType => throw Refuse(
                $"Expected value of type \"{type}\" to be an object, found {Printer.Print(literal)}."),
            EnumType names => Enum(names, (literal as EnumValue)?.Text, () => Printer.Print(literal)),
            ScalarType scalar => scalar.Read(literal),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Coerces a JSON value.</summary>
    public static object? Json(JsonElement json, GraphType type)
    {
        if (type is NonNullType nonNull)
            return json.ValueKind == JsonValueKind.Null ? throw NullFor(type) : Json(json, nonNull.Of);
        if (json.ValueKind == JsonValueKind.Null) return null;
        return type switch
        {
            ListType list when json.ValueKind == JsonValueKind.Array =>
                json.EnumerateArray().Select(i => Json(i, list.Of)).ToArray(),
            ListType list => new[] { Json(json, list.Of) },
            InputObjectType input when json.ValueKind == JsonValueKind.Object => Object(json, input),
            InputObjectType => throw Refuse($"Expected type \"{type}\" to be an object."),
            EnumType names => Enum(names, json.ValueKind == JsonValueKind.String ? JsonText.Of(json)
                : null, json.GetRawText),
            ScalarType scalar => scalar.Read(json),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Coerces the arguments of a field or directive; the result has one slot for each definition.</summary>
    public static object?[] Arguments(
        OrderedDictionary<string, InputField> definitions, Argument[] given, VariableValues variables)
    {
        if (definitions.Count == 0) return [];
        var values = new object?[definitions.Count];
        foreach (var definition in definitions.Values)
        {
            var argument = Array.Find(given, a => a.Name.Text == definition.Name);
            try
            {
                var value = argument is null ? Coerced.Absent : Literal(argument.Value, definition.Type, variables);
                values[definition.Index] = value == Coerced.Absent ? Fallback(definition, "Argument") : value;
            }
            catch (GraphException error) when (argument is not null)
            {
                throw new GraphException(error.Error with { Offset = error.Error.Offset ?? argument.Value.Start });
            }
        }
        return values;
    }

    static object? Element(Value literal, GraphType type, VariableValues variables)
    {
        var value = Literal(literal, type, variables);
        if (value != Coerced.Absent) return value;
        return type is NonNullType ? throw NullFor(type) : null;
    }

    static Coerced Object(ObjectValue literal, InputObjectType type, VariableValues variables)
    {
        var values = new object?[type.Fields.Count];
        Array.Fill(values, Coerced.Absent);
        foreach (var part in literal.Fields)
        {
            var f = Known(type, part.Name.Text);
            values[f.Index] = Literal(part.Value, f.Type, variables);
        }
        return Finish(type, values);
    }

    static Coerced Object(JsonElement json, InputObjectType type)
    {
        var values = new object?[type.Fields.Count];
        Array.Fill(values, Coerced.Absent);
        foreach (var part in json.EnumerateObject())
        {
            var f = Known(type, JsonText.NameOf(part));
            values[f.Index] = Json(part.Value, f.Type);
        }
        return Finish(type, values);
    }

    static InputField Known(InputObjectType type, string name) => type.Fields.TryGetValue(name, out var f)
        ? f : throw Refuse($"Field \"{name}\" is not defined by type \"{type}\".");

    static Coerced Finish(InputObjectType type, object?[] values)
    {
        if (type.OneOf)
        {
            var given = values.Where(v => v != Coerced.Absent).ToList();
            if (given is not [not null])
                throw Refuse($"Exactly one non-null field of OneOf type \"{type}\" must be given.");
        }
        foreach (var f in type.Fields.Values)
        {
            if (values[f.Index] == Coerced.Absent) values[f.Index] = Fallback(f, "Field");
        }
        return new Coerced(type, values);
    }

    static object? Fallback(InputField definition, string what)
    {
        if (definition.Default is not null) return definition.DefaultCoerced;
        return definition.Type is NonNullType
            ? throw Refuse($"{what} \"{definition.Name}\" of required type \"{definition.Type}\" was not given.")
            : Coerced.Absent;
    }

    static object Enum(EnumType type, string? name, Func<string> shown) =>
        name is not null && type.Values.TryGetValue(name, out var member)
            ? member.Value
            : throw Refuse($"Value {shown()} does not exist in \"{type}\" enum.");

    static GraphException NullFor(GraphType type) =>
        Refuse($"Expected value of non-null type \"{type}\" not to be null.");

    static GraphException Refuse(string message) => new(ErrorCodes.BadInput, message);
}
