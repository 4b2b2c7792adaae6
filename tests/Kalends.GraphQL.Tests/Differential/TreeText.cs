using System.Text;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// Writes a parsed document as one line of text, with the place of every node as line:column. <c>Oracle/dump.mjs</c>
/// writes the same line from the reference implementation's tree.
/// </summary>
sealed class TreeText
{
    readonly StringBuilder _text = new();
    readonly Places _places;

    TreeText(Document document)
    {
        _places = new Places(document.Source);
        Join(document.Definitions, Write);
    }

    public static string Of(Document document) => new TreeText(document)._text.ToString();

    void Write(Definition definition)
    {
        switch (definition)
        {
            case OperationDefinition operation:
                Open(KindOf(operation.Kind), operation);
                Description(operation.Description).Word(operation.Name?.Text).List(operation.Variables, Write);
                Directives(operation.Directives).Selections(operation.Selections).Close();
                break;
            case FragmentDefinition fragment:
                Open("fragment", fragment);
                Description(fragment.Description).Word(fragment.Name.Text).Space().Write(fragment.Type);
                Directives(fragment.Directives).Selections(fragment.Selections).Close();
                break;
            case TypeSystemDefinition typeSystem:
                Write(typeSystem);
                break;
        }
    }

    static string KindOf(OperationKind kind) => kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
    };

    void Write(VariableDefinition variable)
    {
        Open("$" + variable.Variable.Name.Text, variable.Variable).Description(variable.Description);
        Space().Write(variable.Type);
        Space().Default(variable.Default).Directives(variable.Directives).Close();
    }

    TreeText Selections(SelectionSet? selections) =>
        selections is null ? Word(null) : List(selections.Items, Write);

    void Write(Selection selection)
    {
        switch (selection)
        {
            case Field field:
                Open("field", field).Word(field.Alias?.Text).Word(field.Name.Text).List(field.Arguments, Write);
                Directives(field.Directives).Selections(field.Selections).Close();
                break;
            case FragmentSpread spread:
                Open("spread", spread).Word(spread.Name.Text).Directives(spread.Directives).Close();
                break;
            case InlineFragment inline:
                Open("inline", inline).Space();
                if (inline.Type is null)
                    _text.Append('-');
                else
                    Write(inline.Type);
                Directives(inline.Directives).Selections(inline.Selections).Close();
                break;
        }
    }

    TreeText Directives(Directive[] directives) => List(directives, directive =>
        Open("@" + directive.Name.Text, directive).List(directive.Arguments, Write).Close());

    void Write(Argument argument)
    {
        Open(argument.Name.Text, argument).Space().Write(argument.Value);
        Close();
    }

    void Write(TypeRef type)
    {
        switch (type)
        {
            case ListTypeRef list:
                _text.Append('[');
                Write(list.Of);
                _text.Append(']');
                break;
            case NonNullTypeRef required:
                Write(required.Of);
                _text.Append('!');
                break;
            case NamedTypeRef named:
                _text.Append(named.Name.Text);
                At(named);
                break;
        }
    }

    TreeText Default(Value? value)
    {
        if (value is null)
            _text.Append('-');
        else
            Write(value);
        return this;
    }

    void Write(Value value)
    {
        switch (value)
        {
            case Variable variable:
                _text.Append('$').Append(variable.Name.Text);
                break;
            case IntValue whole:
                _text.Append("int:").Append(whole.Text);
                break;
            case FloatValue real:
                _text.Append("float:").Append(real.Text);
                break;
            case StringValue text:
                _text.Append(JsText.Quote(text.Text));
                break;
            case BooleanValue truth:
                _text.Append(truth.Truth ? "true" : "false");
                break;
            case NullValue:
                _text.Append("null");
                break;
            case EnumValue name:
                _text.Append("enum:").Append(name.Text);
                break;
            case ListValue list:
                _text.Append('[');
                Join(list.Items, Write);
                _text.Append(']');
                break;
            case ObjectValue fields:
                _text.Append('{');
                Join(fields.Fields, Write);
                _text.Append('}');
                break;
        }
        At(value);
    }

    void Write(ObjectField field)
    {
        _text.Append(field.Name.Text);
        At(field).Space().Write(field.Value);
    }

    void Write(TypeSystemDefinition definition)
    {
        var name = (definition as TypeDefinition)?.Name ?? (definition as DirectiveDefinition)?.Name;
        Open((definition.Extends ? "extend-" : "") + KeywordOf(definition), definition);
        Description(definition.Description).Word(name?.Text).Directives(definition.Directives);
        switch (definition)
        {
            case SchemaDefinition schema:
                List(schema.Operations, operation => Member(KindOf(operation.Kind), operation, operation.Type));
                break;
            case ObjectDefinition type:
                List(type.Interfaces, Write).List(type.Fields, Write);
                break;
            case InterfaceDefinition type:
                List(type.Interfaces, Write).List(type.Fields, Write);
                break;
            case UnionDefinition union:
                List(union.Members, Write);
                break;
            case EnumDefinition type:
                List(type.Values, Write);
                break;
            case InputObjectDefinition input:
                List(input.Fields, Write);
                break;
            case DirectiveDefinition directive:
                if (directive.Repeatable)
                    Word("repeatable");
                List(directive.Arguments, Write).List(directive.Locations, location => Place(location));
                break;
        }
        Close();
    }

    static string KeywordOf(TypeSystemDefinition definition) => definition switch
    {
        SchemaDefinition => "schema",
        ScalarDefinition => "scalar",
        ObjectDefinition => "type",
        InterfaceDefinition => "interface",
        UnionDefinition => "union",
        EnumDefinition => "enum",
        InputObjectDefinition => "input",
        DirectiveDefinition => "directive",
        _ => throw new InvalidOperationException($"{definition.GetType().Name} has no keyword."),
    };

    void Member(string word, Node node, TypeRef type)
    {
        Open(word, node).Space().Write(type);
        Close();
    }

    void Place(Name name) => _text.Append(name.Text).Append(_places.At(name.Start));

    void Write(EnumValueDefinition value) =>
        Open(value.Name.Text, value).Description(value.Description).Directives(value.Directives).Close();

    void Write(FieldDefinition field)
    {
        Open(field.Name.Text, field).Description(field.Description).List(field.Arguments, Write);
        Space().Write(field.Type);
        Directives(field.Directives).Close();
    }

    void Write(InputValueDefinition input)
    {
        Open(input.Name.Text, input).Description(input.Description).Space().Write(input.Type);
        Space().Default(input.Default).Directives(input.Directives).Close();
    }

    TreeText Open(string word, Node node)
    {
        _text.Append('(').Append(word);
        return At(node);
    }

    TreeText At(Node node)
    {
        _text.Append(_places.At(node.Start));
        return this;
    }

    void Close() => _text.Append(')');

    TreeText Space()
    {
        _text.Append(' ');
        return this;
    }

    TreeText Word(string? word)
    {
        _text.Append(' ').Append(word ?? "-");
        return this;
    }

    TreeText Description(StringValue? description) =>
        Word(description is null ? null : JsText.Quote(description.Text));

    TreeText List<T>(T[] items, Action<T> write)
    {
        _text.Append(" (");
        Join(items, write);
        _text.Append(')');
        return this;
    }

    void Join<T>(T[] items, Action<T> write)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                _text.Append(' ');
            write(items[i]);
        }
    }
}
