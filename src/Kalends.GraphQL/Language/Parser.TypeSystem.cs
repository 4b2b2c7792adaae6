namespace Kalends.GraphQL.Language;

public ref partial struct Parser
{
    static readonly HashSet<string> DirectiveLocations = new(StringComparer.Ordinal)
    {
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE",
        "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    };

    // TypeSystemDefinition :: SchemaDefinition | TypeDefinition | DirectiveDefinition;  extensions alike
    TypeSystemDefinition? ParseTypeSystem(int start, StringValue? description, bool extends = false)
    {
        if (_lexer.Is("schema"u8)) return ParseSchema(start, extends, description);
        if (_lexer.Is("scalar"u8)) return ParseScalar(start, extends, description);
        if (_lexer.Is("type"u8)) return ParseObjectType(start, extends, description);
        if (_lexer.Is("interface"u8)) return ParseInterface(start, extends, description);
        if (_lexer.Is("union"u8)) return ParseUnion(start, extends, description);
        if (_lexer.Is("enum"u8)) return ParseEnum(start, extends, description);
        if (_lexer.Is("input"u8)) return ParseInputObject(start, extends, description);
        if (_lexer.Is("directive"u8) && !extends) return ParseDirectiveDefinition(start, description);
        return null;
    }

    // Description :: StringValue
    StringValue? ParseDescription() =>
        _lexer.Kind is TokenKind.String or TokenKind.BlockString ? ParseString() : null;

    // SchemaDefinition :: Description? schema Directives[Const]? { RootOperationTypeDefinition+ }
    SchemaDefinition ParseSchema(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var directives = ParseDirectives(constant: true);
        var operations = new Growing<OperationTypeDefinition>();
        if (extends ? Skip(TokenKind.BraceL) : Opens(TokenKind.BraceL))
        {
            do operations.Add(ParseOperationType());
            while (!Skip(TokenKind.BraceR));
        }
        var result = new SchemaDefinition(start, extends, description, directives, operations.ToArray());
        RequireContent(extends, directives.Length + result.Operations.Length);
        return result;
    }

    // RootOperationTypeDefinition :: OperationType : NamedType
    OperationTypeDefinition ParseOperationType()
    {
        var start = _lexer.Start;
        OperationKind? kind = _lexer.Is("query"u8) ? OperationKind.Query
            : _lexer.Is("mutation"u8) ? OperationKind.Mutation
            : _lexer.Is("subscription"u8) ? OperationKind.Subscription : null;
        if (kind is null) throw _lexer.Kind == TokenKind.Name ? Unexpected() : Expected("Name", start);
        _lexer.Advance();
        Expect(TokenKind.Colon);
        return new(start, kind.Value, ParseNamedType());
    }

    // ScalarTypeDefinition :: Description? scalar Name Directives[Const]?
    ScalarDefinition ParseScalar(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var directives = ParseDirectives(constant: true);
        RequireContent(extends, directives.Length);
        return new(start, extends, description, name, directives);
    }

    // ObjectTypeDefinition :: Description? type Name ImplementsInterfaces? Directives[Const]? FieldsDefinition?
    ObjectDefinition ParseObjectType(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(constant: true);
        var fields = ParseFieldDefinitions();
        RequireContent(extends, interfaces.Length + directives.Length + fields.Length);
        return new(start, extends, description, name, interfaces, directives, fields);
    }

    // InterfaceTypeDefinition :: Description? interface Name ImplementsInterfaces? Directives[Const]? FieldsDefinition?
    InterfaceDefinition ParseInterface(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(constant: true);
        var fields = ParseFieldDefinitions();
        RequireContent(extends, interfaces.Length + directives.Length + fields.Length);
        return new(start, extends, description, name, interfaces, directives, fields);
    }

    // ImplementsInterfaces :: ImplementsInterfaces & NamedType | implements &? NamedType
    NamedTypeRef[] ParseImplements()
    {
        if (!_lexer.Is("implements"u8)) return [];
        _lexer.Advance();
        return ParseSeparated(TokenKind.Amp);
    }

    NamedTypeRef[] ParseSeparated(TokenKind separator)
    {
        Skip(separator);
        var types = new Growing<NamedTypeRef>();
        do types.Add(ParseNamedType());
        while (Skip(separator));
        return types.ToArray();
    }

    // FieldsDefinition :: { FieldDefinition+ }
    FieldDefinition[] ParseFieldDefinitions()
    {
        var fields = new Growing<FieldDefinition>();
        if (Skip(TokenKind.BraceL))
        {
            do fields.Add(ParseFieldDefinition());
            while (!Skip(TokenKind.BraceR));
        }
        return fields.ToArray();
    }

    // FieldDefinition :: Description? Name ArgumentsDefinition? : Type Directives[Const]?
    FieldDefinition ParseFieldDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseInputValues(TokenKind.ParenL, TokenKind.ParenR);
        Expect(TokenKind.Colon);
        var type = ParseType();
        return new(start, description, name, arguments, type, ParseDirectives(constant: true));
    }

    // ArgumentsDefinition :: ( InputValueDefinition+ );  InputFieldsDefinition :: { InputValueDefinition+ }
    InputValueDefinition[] ParseInputValues(TokenKind open, TokenKind close)
    {
        var values = new Growing<InputValueDefinition>();
        if (Skip(open))
        {
            do values.Add(ParseInputValue());
            while (!Skip(close));
        }
        return values.ToArray();
    }

    // InputValueDefinition :: Description? Name : Type DefaultValue? Directives[Const]?
    InputValueDefinition ParseInputValue()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var fallback = Skip(TokenKind.Equals) ? ParseValue(constant: true) : null;
        return new(start, description, name, type, fallback, ParseDirectives(constant: true));
    }

    // UnionTypeDefinition :: Description? union Name Directives[Const]? UnionMemberTypes?
    UnionDefinition ParseUnion(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var directives = ParseDirectives(constant: true);
        var members = Skip(TokenKind.Equals) ? ParseSeparated(TokenKind.Pipe) : [];
        RequireContent(extends, directives.Length + members.Length);
        return new(start, extends, description, name, directives, members);
    }

    // EnumTypeDefinition :: Description? enum Name Directives[Const]? EnumValuesDefinition?
    EnumDefinition ParseEnum(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var directives = ParseDirectives(constant: true);
        var values = new Growing<EnumValueDefinition>();
        if (Skip(TokenKind.BraceL))
        {
            do values.Add(ParseEnumValueDefinition(name.Text));
            while (!Skip(TokenKind.BraceR));
        }
        var result = new EnumDefinition(start, extends, description, name, directives, values.ToArray());
        RequireContent(extends, directives.Length + result.Values.Length);
        return result;
    }

    // EnumValueDefinition :: Description? EnumValue Directives[Const]?
    EnumValueDefinition ParseEnumValueDefinition(string owner)
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        if (_lexer.Is("true"u8) || _lexer.Is("false"u8) || _lexer.Is("null"u8))
            throw Fail($"{_lexer.Describe()} is reserved and cannot be used for an enum value.", _lexer.Start);
        var name = ParseName();
        return new(start, description, name, ParseDirectives(constant: true));
    }

    // InputObjectTypeDefinition :: Description? input Name Directives[Const]? InputFieldsDefinition?
    InputObjectDefinition ParseInputObject(int start, bool extends, StringValue? description)
    {
        _lexer.Advance();
        var name = ParseName();
        var directives = ParseDirectives(constant: true);
        var fields = ParseInputValues(TokenKind.BraceL, TokenKind.BraceR);
        RequireContent(extends, directives.Length + fields.Length);
        return new(start, extends, description, name, directives, fields);
    }

    // DirectiveDefinition :: Description? directive @ Name ArgumentsDefinition? repeatable? on DirectiveLocations
    DirectiveDefinition ParseDirectiveDefinition(int start, StringValue? description)
    {
        _lexer.Advance();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseInputValues(TokenKind.ParenL, TokenKind.ParenR);
        var repeatable = _lexer.Is("repeatable"u8);
        if (repeatable) _lexer.Advance();
        ExpectKeyword("on"u8);
        Skip(TokenKind.Pipe);
        var locations = new Growing<Name>();
        do locations.Add(ParseDirectiveLocation());
        while (Skip(TokenKind.Pipe));
        return new(start, description, name, arguments, repeatable, locations.ToArray());
    }

    // DirectiveLocation :: one of the nineteen names
    Name ParseDirectiveLocation()
    {
        var before = _lexer;
        var name = ParseName();
        if (DirectiveLocations.Contains(name.Text)) return name;
        _lexer = before;
        throw Unexpected();
    }

    bool Opens(TokenKind kind)
    {
        Expect(kind);
        return true;
    }

    // An extension that adds nothing is a mistake, and the next token is the place where the addition is missing.
    readonly void RequireContent(bool extends, int parts)
    {
        if (extends && parts == 0) throw Unexpected();
    }
}
