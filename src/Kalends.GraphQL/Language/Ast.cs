using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>A name and its byte offset.</summary>
public readonly record struct Name(string Text, int Start);

/// <summary>Anything that has a place in a document; <c>Start</c> is a byte offset.</summary>
public abstract record Node(int Start);

/// <summary>A parsed document together with the bytes it came from.</summary>
public sealed record Document(byte[] Source, Definition[] Definitions)
{
    /// <summary>
    /// The most places that one error names; a fault can be repeated as often as the document is long.
    /// </summary>
    internal const int LocationsMax = 32;

    int[]? _lines;

    /// <summary>Line and column of a byte offset in this document.</summary>
    public SourceLocation Locate(int offset)
    {
        // One error may be followed by a hundred others, so the line starts are computed once.
        var lines = _lines ??= [.. Lines()];
        var at = Array.BinarySearch(lines, offset);
        var line = at >= 0 ? at : ~at - 1;
        return new SourceLocation(line + 1, Encoding.UTF8.GetCharCount(Source.AsSpan()[lines[line]..offset]) + 1);
    }

    IEnumerable<int> Lines()
    {
        for (var start = 0; start >= 0; start = SourceLocation.LineAfter(Source, start)) yield return start;
    }
}

/// <summary>A top-level part of a document.</summary>
public abstract record Definition(int Start) : Node(Start);

/// <summary>The three kinds of operation.</summary>
public enum OperationKind
{
    /// <summary>A read.</summary>
    Query,

    /// <summary>A write, followed by reads.</summary>
    Mutation,

    /// <summary>A stream of answers.</summary>
    Subscription,
}

/// <summary>A query, mutation or subscription.</summary>
public sealed record OperationDefinition(
    int Start, OperationKind Kind, Name? Name, VariableDefinition[] Variables, Directive[] Directives,
    SelectionSet Selections, StringValue? Description = null, bool Shorthand = false) : Definition(Start);

/// <summary>A named, reusable selection set.</summary>
public sealed record FragmentDefinition(
    int Start, Name Name, NamedTypeRef Type, Directive[] Directives, SelectionSet Selections,
    StringValue? Description = null) : Definition(Start);

/// <summary>A variable that an operation takes.</summary>
public sealed record VariableDefinition(
    int Start, Variable Variable, TypeRef Type, Value? Default, Directive[] Directives,
    StringValue? Description = null) : Node(Start);

/// <summary>The selections between two braces of an operation.</summary>
public sealed record SelectionSet(int Start, Selection[] Items) : Node(Start);

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract record Selection(int Start, Directive[] Directives) : Node(Start);

/// <summary>A selected field.</summary>
public sealed record Field(
    int Start, Name? Alias, Name Name, Argument[] Arguments, Directive[] Directives, SelectionSet? Selections)
    : Selection(Start, Directives)
{
    /// <summary>The key under which the answer shows the field.</summary>
    public string ResponseName => Alias?.Text ?? Name.Text;
}

/// <summary>The use of a named fragment.</summary>
public sealed record FragmentSpread(int Start, Name Name, Directive[] Directives) : Selection(Start, Directives);

/// <summary>A selection set with an optional type condition.</summary>
public sealed record InlineFragment(int Start, NamedTypeRef? Type, Directive[] Directives, SelectionSet Selections)
    : Selection(Start, Directives);

/// <summary>A named value given to a field or a directive.</summary>
public sealed record Argument(Name Name, Value Value) : Node(Name.Start);

/// <summary>An annotation such as <c>@skip(if: true)</c>.</summary>
public sealed record Directive(int Start, Name Name, Argument[] Arguments) : Node(Start);

/// <summary>The written form of a type.</summary>
public abstract record TypeRef(int Start) : Node(Start);

/// <summary>A type by its name.</summary>
public sealed record NamedTypeRef(Name Name) : TypeRef(Name.Start);

/// <summary>A list of a type.</summary>
public sealed record ListTypeRef(int Start, TypeRef Of) : TypeRef(Start);

/// <summary>A type without null.</summary>
public sealed record NonNullTypeRef(TypeRef Of) : TypeRef(Of.Start);

/// <summary>A written value.</summary>
public abstract record Value(int Start) : Node(Start);

/// <summary>The use of a variable.</summary>
public sealed record Variable(int Start, Name Name) : Value(Start);

/// <summary>A whole number as written.</summary>
public sealed record IntValue(int Start, string Text) : Value(Start);

/// <summary>A number with fraction or exponent as written.</summary>
public sealed record FloatValue(int Start, string Text) : Value(Start);

/// <summary>A string after its escapes are resolved.</summary>
public sealed record StringValue(int Start, string Text, bool Block) : Value(Start);

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BooleanValue(int Start, bool Truth) : Value(Start);

/// <summary>The literal <c>null</c>.</summary>
public sealed record NullValue(int Start) : Value(Start);

/// <summary>The name of an enum value.</summary>
public sealed record EnumValue(int Start, string Text) : Value(Start);

/// <summary>Values between brackets.</summary>
public sealed record ListValue(int Start, Value[] Items) : Value(Start);

/// <summary>Named values between braces.</summary>
public sealed record ObjectValue(int Start, ObjectField[] Fields) : Value(Start);

/// <summary>One named value of an object value.</summary>
public sealed record ObjectField(Name Name, Value Value) : Node(Name.Start);

/// <summary>A definition or extension of the type system; <c>Extends</c> tells which.</summary>
public abstract record TypeSystemDefinition(int Start, bool Extends, StringValue? Description, Directive[] Directives)
    : Definition(Start);

/// <summary>The root operation types.</summary>
public sealed record SchemaDefinition(
    int Start, bool Extends, StringValue? Description, Directive[] Directives, OperationTypeDefinition[] Operations)
    : TypeSystemDefinition(Start, Extends, Description, Directives);

/// <summary>The root type of one kind of operation.</summary>
public sealed record OperationTypeDefinition(int Start, OperationKind Kind, NamedTypeRef Type) : Node(Start);

/// <summary>A definition or extension of a named type.</summary>
public abstract record TypeDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, Directive[] Directives)
    : TypeSystemDefinition(Start, Extends, Description, Directives);

/// <summary>A scalar.</summary>
public sealed record ScalarDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, Directive[] Directives)
    : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>An object type.</summary>
public sealed record ObjectDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, NamedTypeRef[] Interfaces, Directive[] Directives,
    FieldDefinition[] Fields) : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>An interface.</summary>
public sealed record InterfaceDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, NamedTypeRef[] Interfaces, Directive[] Directives,
    FieldDefinition[] Fields) : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>A union.</summary>
public sealed record UnionDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, Directive[] Directives, NamedTypeRef[] Members)
    : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>An enum.</summary>
public sealed record EnumDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, Directive[] Directives,
    EnumValueDefinition[] Values) : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>An input object type.</summary>
public sealed record InputObjectDefinition(
    int Start, bool Extends, StringValue? Description, Name Name, Directive[] Directives,
    InputValueDefinition[] Fields) : TypeDefinition(Start, Extends, Description, Name, Directives);

/// <summary>A field of an object type or interface.</summary>
public sealed record FieldDefinition(
    int Start, StringValue? Description, Name Name, InputValueDefinition[] Arguments, TypeRef Type,
    Directive[] Directives) : Node(Start);

/// <summary>An argument or a field of an input object.</summary>
public sealed record InputValueDefinition(
    int Start, StringValue? Description, Name Name, TypeRef Type, Value? Default, Directive[] Directives)
    : Node(Start);

/// <summary>A value of an enum.</summary>
public sealed record EnumValueDefinition(int Start, StringValue? Description, Name Name, Directive[] Directives)
    : Node(Start);

/// <summary>A directive and the places where it may be used.</summary>
public sealed record DirectiveDefinition(
    int Start, StringValue? Description, Name Name, InputValueDefinition[] Arguments, bool Repeatable,
    Name[] Locations) : TypeSystemDefinition(Start, false, Description, []);
