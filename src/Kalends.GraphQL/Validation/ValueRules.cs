using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Validation;

/// <summary>Checks that literals fit the types of their places, and records the variables among them.</summary>
/// <remarks>Recursion is bounded by the parser's nesting limit.</remarks>
sealed class ValueRules(Report report, List<VariableUse> variables)
{
    public void Check(Value value, GraphType? type, bool hasDefault) => Check(value, type, hasDefault, null);

    void Check(Value value, GraphType? type, bool hasDefault, InputObjectType? oneOf)
    {
        switch (value)
        {
            case Variable variable:
                variables.Add(new VariableUse(variable, type, hasDefault, oneOf));
                break;
            case NullValue when type is NonNullType:
                report.Add($"Expected value of non-null type \"{type}\" not to be null.", value);
                break;
            case NullValue:
                break;
            case ListValue list:
                List(list, type);
                break;
            case ObjectValue fields:
                Object(fields, type);
                break;
            default:
                Leaf(value, type);
                break;
        }
    }

    void List(ListValue list, GraphType? type)
    {
        if (type?.Nullable is ListType or null)
        {
            foreach (var item in list.Items) Check(item, (type?.Nullable as ListType)?.Of, false, null);
            return;
        }
        if (type.Nullable is ScalarType) Leaf(list, type);
        else report.Add($"Expected value of type \"{type}\", found {Printer.Print(list)}.", list);
        foreach (var item in list.Items) Check(item, null, false, null);
    }

    void Object(ObjectValue value, GraphType? type)
    {
        if (value.Fields.Length > 1) UniqueFields(value);
        var input = Innermost(type) as InputObjectType;
        if (type is not null && input is null) Leaf(value, type);
        foreach (var part in value.Fields)
        {
            var definition = input?.Fields.GetValueOrDefault(part.Name.Text);
            if (input is not null && definition is null)
                report.Add($"Field \"{part.Name.Text}\" is not defined by type \"{input.Name}\".", part);
            Check(part.Value, definition?.Type, definition?.Default is not null, input?.OneOf == true ? input : null);
        }
        if (input is not null) Complete(value, input);
    }

    void Complete(ObjectValue value, InputObjectType input)
    {
        foreach (var required in input.Fields.Values.Where(f => f.IsRequired))
        {
            if (Array.Exists(value.Fields, f => f.Name.Text == required.Name)) continue;
            report.Add($"Field \"{input.Name}.{required.Name}\" of required type \"{required.Type}\" was not provided.",
                value);
        }
        if (!input.OneOf) return;
        var known = Array.FindAll(value.Fields, f => input.Fields.ContainsKey(f.Name.Text));
        if (known is not [{ Value: not NullValue }])
            report.Add($"Exactly one non-null field of OneOf type \"{input.Name}\" must be given.", value);
    }

    void UniqueFields(ObjectValue value)
    {
        var first = new Dictionary<string, Name>(StringComparer.Ordinal);
        foreach (var part in value.Fields)
        {
            if (!first.TryAdd(part.Name.Text, part.Name))
                report.Add($"There can be only one input field named \"{part.Name.Text}\".", first[part.Name.Text],
                    part.Name);
        }
    }

    void Leaf(Value value, GraphType? type)
    {
        switch (Innermost(type))
        {
            case ScalarType scalar:
                try
                {
                    scalar.Read(value);
                }
                catch (GraphException refused)
                {
                    report.Add(refused.Error.Message, value);
                }
                break;
            case EnumType names when value is EnumValue name:
                if (!names.Values.ContainsKey(name.Text))
                    report.Add($"Value \"{name.Text}\" does not exist in \"{names.Name}\" enum.", value);
                break;
            case EnumType names:
                report.Add($"Enum \"{names.Name}\" cannot represent non-enum value: {Printer.Print(value)}.", value);
                break;
            case InputObjectType input:
                report.Add($"Expected value of type \"{input.Name}\" to be an object, found {Printer.Print(value)}.",
                    value);
                break;
        }
    }

    // A single value stands for a list of one, however deep the list.
    static GraphType? Innermost(GraphType? type)
    {
        while (type?.Nullable is ListType list) type = list.Of;
        return type?.Nullable;
    }
}
