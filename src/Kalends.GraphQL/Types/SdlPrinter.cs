using System.Text;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Types;

/// <summary>
/// Writes a schema in the schema definition language, without the types that the specification itself defines.
/// </summary>
public static class SdlPrinter
{
    /// <summary>Prints a whole schema, its types in the order of their definition.</summary>
    public static string Print(Schema schema)
    {
        var directives = schema.Directives.Where(d => !StandardDirectives.All.Contains(d)).Select(Print);
        var types = schema.Types.Values
            .Where(t => !Scalars.All.Contains(t) && !t.Name.StartsWith("__", StringComparison.Ordinal)).Select(Print);
        return string.Join("\n\n", Roots(schema).Concat(directives).Concat(types));
    }

    static IEnumerable<string> Roots(Schema schema)
    {
        OperationKind[] kinds = [OperationKind.Query, OperationKind.Mutation, OperationKind.Subscription];
        var usual = kinds.All(k => ReferenceEquals(schema.RootOf(k), schema.Types.GetValueOrDefault(k.ToString())));
        if (usual && schema.Description is null) yield break;
        var roots = kinds.Where(k => schema.RootOf(k) is not null)
            .Select(k => $"  {k.Keyword()}: {schema.RootOf(k)?.Name}\n");
        yield return $"{Describe(schema.Description)}schema {{\n{string.Concat(roots)}}}";
    }

    static string Print(DirectiveType directive) => Describe(directive.Description)
        + $"directive @{directive.Name}{Arguments(directive.Arguments, "")}"
        + $"{(directive.Repeatable ? " repeatable" : "")} on {string.Join(" | ", directive.Locations)}";

    static string Print(NamedType type) => Describe(type.Description) + type switch
    {
        ScalarType scalar =>
            $"scalar {scalar.Name}{(scalar.SpecifiedBy is { } url ? $" @specifiedBy(url: {Printer.Quote(url)})" : "")}",
        ObjectType o => $"type {o.Name}{Implements(o)}{Fields(o)}",
        InterfaceType i => $"interface {i.Name}{Implements(i)}{Fields(i)}",
        UnionType u => $"union {u.Name} = {string.Join(" | ", u.Members)}",
        EnumType e => $"enum {e.Name}{Block(e.Values.Values, v => v.Description, Print)}",
        InputObjectType i =>
            $"input {i.Name}{(i.OneOf ? " @oneOf" : "")}{Block(i.Fields.Values, f => f.Description, Print)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    static string Implements(FieldsType type) =>
        type.Interfaces.Count == 0 ? "" : $" implements {string.Join(" & ", type.Interfaces)}";

    static string Fields(FieldsType type) => Block(type.Fields.Values, f => f.Description,
        f => $"{f.Name}{Arguments(f.Arguments, "  ")}: {f.Type}{Deprecated(f.Deprecation)}");

    static string Block<T>(IEnumerable<T> items, Func<T, string?> description, Func<T, string> print)
    {
        var block = new StringBuilder(" {\n");
        var first = true;
        foreach (var item in items)
        {
            block.Append(Describe(description(item), "  ", first)).Append("  ").Append(print(item)).Append('\n');
            first = false;
        }
        return first ? "" : block.Append('}').ToString();
    }

    // Arguments go on one line unless one of them has a description.
    static string Arguments(OrderedDictionary<string, InputField> arguments, string indent)
    {
        if (arguments.Count == 0) return "";
        var all = arguments.Values;
        if (all.All(a => string.IsNullOrEmpty(a.Description))) return $"({string.Join(", ", all.Select(Print))})";
        var lines = all.Select((a, i) => $"{Describe(a.Description, indent + "  ", i == 0)}{indent}  {Print(a)}");
        return $"(\n{string.Join("\n", lines)}\n{indent})";
    }

    static string Print(InputField definition)
    {
        var fallback = definition.Default is null ? "" : $" = {Printer.Print(definition.Default)}";
        return $"{definition.Name}: {definition.Type}{fallback}{Deprecated(definition.Deprecation)}";
    }

    static string Print(EnumMember member) => member.Name + Deprecated(member.Deprecation);

    static string Deprecated(string? reason) => reason switch
    {
        null => "",
        "No longer supported" => " @deprecated",
        _ => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    static string Describe(string? text, string indent = "", bool first = true)
    {
        if (text is null) return "";
        var printed = BlockString.CanHold(text) ? BlockString.Print(text) : Printer.Quote(text);
        var gap = indent.Length > 0 && !first ? "\n" : "";
        return $"{gap}{indent}{printed.Replace("\n", "\n" + indent, StringComparison.Ordinal)}\n";
    }
}
