using System.Globalization;
using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>Writes syntax trees as text that parses to the same tree.</summary>
public static class Printer
{
    const int LineMax = 80;

    /// <summary>Prints a document.</summary>
    public static string Print(Document document) => string.Join("\n\n", document.Definitions.Select(Print));

    /// <summary>Prints a type such as <c>[Int!]</c>.</summary>
    public static string Print(TypeRef type) => type switch
    {
        NamedTypeRef named => named.Name.Text,
        ListTypeRef list => $"[{Print(list.Of)}]",
        NonNullTypeRef nonNull => $"{Print(nonNull.Of)}!",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Prints a value.</summary>
    public static string Print(Value value) => value switch
    {
        Variable variable => "$" + variable.Name.Text,
        IntValue number => number.Text,
        FloatValue number => number.Text,
        StringValue { Block: true } text => BlockString.Print(text.Text),
        StringValue text => Quote(text.Text),
        BooleanValue truth => truth.Truth ? "true" : "false",
        NullValue => "null",
        EnumValue name => name.Text,
        ListValue list => $"[{string.Join(", ", list.Items.Select(Print))}]",
        ObjectValue fields =>
            $"{{ {string.Join(", ", fields.Fields.Select(f => $"{f.Name.Text}: {Print(f.Value)}"))} }}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary>Writes a text as a quoted string with the escapes it needs.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or (>= '\u007F' and <= '\u009F') =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    static string Print(Definition definition) => definition switch
    {
        OperationDefinition operation => Print(operation),
        FragmentDefinition f => Describe(f.Description)
            + Join(" ", $"fragment {f.Name.Text} on {f.Type.Name.Text}", Print(f.Directives), Print(f.Selections)),
        SchemaDefinition s => Head(s) + Join(" ", "schema", Print(s.Directives), Block(s.Operations.Select(Print))),
        ScalarDefinition s => Head(s) + Join(" ", "scalar", s.Name.Text, Print(s.Directives)),
        ObjectDefinition o => Head(o) + Join(" ", "type", o.Name.Text, Implements(o.Interfaces), Print(o.Directives),
            Block(o.Fields.Select(Print))),
        InterfaceDefinition i => Head(i) + Join(" ", "interface", i.Name.Text, Implements(i.Interfaces),
            Print(i.Directives), Block(i.Fields.Select(Print))),
        UnionDefinition u => Head(u) + Join(" ", "union", u.Name.Text, Print(u.Directives),
            Wrap("= ", string.Join(" | ", u.Members.Select(Print)))),
        EnumDefinition e => Head(e) + Join(" ", "enum", e.Name.Text, Print(e.Directives),
            Block(e.Values.Select(v => Describe(v.Description) + Join(" ", v.Name.Text, Print(v.Directives))))),
        InputObjectDefinition i => Head(i) + Join(" ", "input", i.Name.Text, Print(i.Directives),
            Block(i.Fields.Select(Print))),
        DirectiveDefinition d => Head(d) + $"directive @{d.Name.Text}{Arguments(d.Arguments)}"
            + $"{(d.Repeatable ? " repeatable" : "")} on {string.Join(" | ", d.Locations.Select(l => l.Text))}",
        _ => throw new ArgumentOutOfRangeException(nameof(definition)),
    };

    static string Print(OperationDefinition operation)
    {
        var variables = Variables(operation.Variables);
        var head = Join(" ", operation.Kind.Keyword(), operation.Name?.Text + variables, Print(operation.Directives));
        var body = Print(operation.Selections);
        return head == "query" && operation.Description is null ? body
            : $"{Describe(operation.Description)}{head} {body}";
    }

    static string Variables(VariableDefinition[] variables)
    {
        var printed = variables.Select(v => Describe(v.Description)
            + Join(" ", $"${v.Variable.Name.Text}: {Print(v.Type)}{Default(v.Default)}", Print(v.Directives))).ToList();
        return Parenthesised(printed, onLines: printed.Any(p => p.Contains('\n', StringComparison.Ordinal)), "");
    }

    static string Print(SelectionSet set) => Block(set.Items.Select(Print));

    static string Print(Selection selection) => selection switch
    {
        Field f => Join(" ", WithArguments(Wrap("", f.Alias?.Text, ": ") + f.Name.Text, f.Arguments),
            Print(f.Directives), f.Selections is { } set ? Print(set) : ""),
        FragmentSpread spread => "..." + Join(" ", spread.Name.Text, Print(spread.Directives)),
        InlineFragment inline => Join(" ", "...", Wrap("on ", inline.Type?.Name.Text), Print(inline.Directives),
            Print(inline.Selections)),
        _ => throw new ArgumentOutOfRangeException(nameof(selection)),
    };

    static string WithArguments(string start, Argument[] arguments)
    {
        var printed = arguments.Select(a => $"{a.Name.Text}: {Print(a.Value)}").ToList();
        var line = start + Parenthesised(printed, onLines: false, "");
        return line.Length > LineMax ? start + Parenthesised(printed, onLines: true, "  ") : line;
    }

    static string Print(Directive[] directives) => string.Join(" ", directives.Select(d =>
        $"@{d.Name.Text}{Parenthesised([.. d.Arguments.Select(a => $"{a.Name.Text}: {Print(a.Value)}")], false, "")}"));

    static string Print(OperationTypeDefinition operation) => $"{operation.Kind.Keyword()}: {Print(operation.Type)}";

    static string Print(FieldDefinition f) => Describe(f.Description)
        + Join(" ", $"{f.Name.Text}{Arguments(f.Arguments)}: {Print(f.Type)}", Print(f.Directives));

    static string Print(InputValueDefinition v) => Describe(v.Description)
        + Join(" ", $"{v.Name.Text}: {Print(v.Type)}{Default(v.Default)}", Print(v.Directives));

    static string Arguments(InputValueDefinition[] arguments)
    {
        var printed = arguments.Select(Print).ToList();
        return Parenthesised(printed, printed.Any(p => p.Contains('\n', StringComparison.Ordinal)), "  ");
    }

    static string Head(TypeSystemDefinition definition) =>
        Describe(definition.Description) + (definition.Extends ? "extend " : "");

    static string Describe(StringValue? description) => description is null ? "" : Print(description) + "\n";

    static string Default(Value? value) => value is null ? "" : $" = {Print(value)}";

    static string Implements(NamedTypeRef[] interfaces) =>
        Wrap("implements ", string.Join(" & ", interfaces.Select(Print)));

    static string Block(IEnumerable<string> items)
    {
        var lines = string.Join("\n", items);
        return lines.Length == 0 ? "" : $"{{\n{Indent(lines, "  ")}\n}}";
    }

    static string Parenthesised(List<string> items, bool onLines, string indent) => items.Count == 0 ? ""
        : onLines ? $"(\n{Indent(string.Join("\n", items), indent)}\n)" : $"({string.Join(", ", items)})";

    static string Indent(string lines, string by) => by + lines.Replace("\n", "\n" + by, StringComparison.Ordinal);

    static string Join(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    static string Wrap(string before, string? text, string after = "") =>
        string.IsNullOrEmpty(text) ? "" : before + text + after;
}

/// <summary>The keywords of operations.</summary>
public static class OperationKinds
{
    /// <summary>The keyword that starts an operation of this kind.</summary>
    public static string Keyword(this OperationKind kind) => kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
    };
}
