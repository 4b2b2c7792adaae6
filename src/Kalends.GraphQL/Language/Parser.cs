using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Kalends.GraphQL.Language;

/// <summary>Reads documents, values and types; this half holds the executable grammar.</summary>
public ref partial struct Parser
{
    readonly ReadOnlySpan<byte> _source;
    readonly NameTable _names;
    readonly int _depthMax;
    Lexer _lexer;
    int _depth;

    Parser(ReadOnlySpan<byte> source, ParseLimits limits, NameTable names)
    {
        var invalid = Utf8.IsValid(source) ? -1 : FirstInvalid(source);
        if (invalid >= 0) throw SyntaxError.At(source, invalid, "The document is not valid UTF-8.");
        _source = source;
        _names = names;
        _depthMax = limits.DepthMax;
        _lexer = new Lexer(source, limits.TokensMax);
        _lexer.Advance();
    }

    /// <summary>Parses a document; the bytes must not change afterwards.</summary>
    public static Document Parse(byte[] source, ParseLimits? limits = null, NameTable? names = null) =>
        new Parser(source, limits ?? ParseLimits.Default, names ?? NameTable.Empty).ParseDocument(source);

    /// <summary>Parses a document given as text.</summary>
    public static Document Parse(string source, ParseLimits? limits = null) =>
        Parse(Encoding.UTF8.GetBytes(source), limits);

    /// <summary>Parses a value that contains no variables.</summary>
    public static Value ParseValue(string source)
    {
        var parser = new Parser(Encoding.UTF8.GetBytes(source), ParseLimits.Default, NameTable.Empty);
        var value = parser.ParseValue(constant: true);
        parser.Expect(TokenKind.End);
        return value;
    }

    /// <summary>Parses a type such as <c>[Int!]</c>.</summary>
    public static TypeRef ParseType(string source)
    {
        var parser = new Parser(Encoding.UTF8.GetBytes(source), ParseLimits.Default, NameTable.Empty);
        var type = parser.ParseType();
        parser.Expect(TokenKind.End);
        return type;
    }

    // Document :: Definition+
    Document ParseDocument(byte[] source)
    {
        var definitions = new Growing<Definition>();
        do definitions.Add(ParseDefinition());
        while (_lexer.Kind != TokenKind.End);
        return new Document(source, definitions.ToArray());
    }

    // Definition :: ExecutableDefinition | TypeSystemDefinition | TypeSystemExtension
    Definition ParseDefinition()
    {
        var start = _lexer.Start;
        if (_lexer.Kind == TokenKind.BraceL)
            return new OperationDefinition(start, OperationKind.Query, null, [], [], ParseSelectionSet(), null, true);
        var description = ParseDescription();
        if (_lexer.Kind != TokenKind.Name)
        {
            throw description is not null && _lexer.Kind == TokenKind.BraceL ? Undescribable(start) : Unexpected();
        }
        if (_lexer.Is("query"u8)) return ParseOperation(start, OperationKind.Query, description);
        if (_lexer.Is("fragment"u8)) return ParseFragment(start, description);
        if (_lexer.Is("mutation"u8)) return ParseOperation(start, OperationKind.Mutation, description);
        if (_lexer.Is("subscription"u8)) return ParseOperation(start, OperationKind.Subscription, description);
        if (!_lexer.Is("extend"u8))
        {
            return ParseTypeSystem(start, description)
                ?? throw (description is null ? Unexpected() : Undescribable(start));
        }
        if (description is not null) throw Undescribable(start);
        _lexer.Advance();
        return ParseTypeSystem(start, null, extends: true) ?? throw Unexpected();
    }

    // OperationDefinition :: Description? OperationType Name? VariablesDefinition? Directives? SelectionSet
    OperationDefinition ParseOperation(int start, OperationKind kind, StringValue? description)
    {
        _lexer.Advance();
        Name? name = _lexer.Kind == TokenKind.Name ? ParseName() : null;
        var variables = new Growing<VariableDefinition>();
        if (Skip(TokenKind.ParenL))
        {
            do variables.Add(ParseVariableDefinition());
            while (!Skip(TokenKind.ParenR));
        }
        var directives = ParseDirectives(constant: false);
        return new(start, kind, name, variables.ToArray(), directives, ParseSelectionSet(), description);
    }

    // VariableDefinition :: Description? Variable : Type DefaultValue? Directives[Const]?
    VariableDefinition ParseVariableDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var fallback = Skip(TokenKind.Equals) ? ParseValue(constant: true) : null;
        return new(start, variable, type, fallback, ParseDirectives(constant: true), description);
    }

    // SelectionSet :: { Selection+ }
    SelectionSet ParseSelectionSet()
    {
        var start = _lexer.Start;
        Expect(TokenKind.BraceL);
        Descend();
        var items = new Growing<Selection>();
        do items.Add(_lexer.Kind == TokenKind.Spread ? ParseFragmentUse() : ParseField());
        while (!Skip(TokenKind.BraceR));
        _depth--;
        return new(start, items.ToArray());
    }

    // Field :: Alias? Name Arguments? Directives? SelectionSet?
    Field ParseField()
    {
        var start = _lexer.Start;
        var name = ParseName();
        Name? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }
        var arguments = ParseArguments(constant: false);
        var directives = ParseDirectives(constant: false);
        var selections = _lexer.Kind == TokenKind.BraceL ? ParseSelectionSet() : null;
        return new(start, alias, name, arguments, directives, selections);
    }

    // FragmentSpread :: ... FragmentName Directives?;  InlineFragment :: ... TypeCondition? Directives? SelectionSet
    Selection ParseFragmentUse()
    {
        var start = _lexer.Start;
        _lexer.Advance();
        var on = _lexer.Is("on"u8);
        if (_lexer.Kind == TokenKind.Name && !on)
            return new FragmentSpread(start, ParseName(), ParseDirectives(constant: false));
        if (on) _lexer.Advance();
        var type = on ? ParseNamedType() : null;
        var directives = ParseDirectives(constant: false);
        return new InlineFragment(start, type, directives, ParseSelectionSet());
    }

    // FragmentDefinition :: Description? fragment FragmentName on NamedType Directives? SelectionSet
    FragmentDefinition ParseFragment(int start, StringValue? description)
    {
        _lexer.Advance();
        if (_lexer.Is("on"u8)) throw Unexpected();
        var name = ParseName();
        ExpectKeyword("on"u8);
        var type = ParseNamedType();
        var directives = ParseDirectives(constant: false);
        return new(start, name, type, directives, ParseSelectionSet(), description);
    }

    // Arguments :: ( Argument+ );  Argument :: Name : Value
    Argument[] ParseArguments(bool constant)
    {
        if (!Skip(TokenKind.ParenL)) return [];
        var arguments = new Growing<Argument>();
        do
        {
            var name = ParseName();
            Expect(TokenKind.Colon);
            arguments.Add(new Argument(name, ParseValue(constant)));
        }
        while (!Skip(TokenKind.ParenR));
        return arguments.ToArray();
    }

    // Directives :: Directive+;  Directive :: @ Name Arguments?
    Directive[] ParseDirectives(bool constant)
    {
        if (_lexer.Kind != TokenKind.At) return [];
        var directives = new Growing<Directive>();
        while (_lexer.Kind == TokenKind.At)
        {
            var start = _lexer.Start;
            _lexer.Advance();
            directives.Add(new Directive(start, ParseName(), ParseArguments(constant)));
        }
        return directives.ToArray();
    }

    // Value :: Variable | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue | ListValue
    //        | ObjectValue
    Value ParseValue(bool constant)
    {
        var start = _lexer.Start;
        switch (_lexer.Kind)
        {
            case TokenKind.Dollar when !constant:
                return ParseVariable();
            case TokenKind.Dollar:
                _lexer.Advance();
                if (_lexer.Kind != TokenKind.Name) throw Expected("\"$\"", start);
                throw Fail($"Unexpected variable \"${ParseName().Text}\" in constant value.", start);
            case TokenKind.Int:
                return new IntValue(start, TakeText());
            case TokenKind.Float:
                return new FloatValue(start, TakeText());
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                return ParseNameValue(start);
            case TokenKind.BracketL:
                return ParseList(start, constant);
            case TokenKind.BraceL:
                return ParseObject(start, constant);
            default:
                throw Unexpected();
        }
    }

    // BooleanValue :: true | false;  NullValue :: null;  EnumValue :: Name but not true, false or null
    Value ParseNameValue(int start)
    {
        var name = ParseName().Text;
        return name switch
        {
            "true" => new BooleanValue(start, true),
            "false" => new BooleanValue(start, false),
            "null" => new NullValue(start),
            _ => new EnumValue(start, name),
        };
    }

    // ListValue :: [ Value* ]
    ListValue ParseList(int start, bool constant)
    {
        _lexer.Advance();
        Descend();
        var items = new Growing<Value>();
        while (!Skip(TokenKind.BracketR)) items.Add(ParseValue(constant));
        _depth--;
        return new(start, items.ToArray());
    }

    // ObjectValue :: { ObjectField* };  ObjectField :: Name : Value
    ObjectValue ParseObject(int start, bool constant)
    {
        _lexer.Advance();
        Descend();
        var fields = new Growing<ObjectField>();
        while (!Skip(TokenKind.BraceR))
        {
            var name = ParseName();
            Expect(TokenKind.Colon);
            fields.Add(new ObjectField(name, ParseValue(constant)));
        }
        _depth--;
        return new(start, fields.ToArray());
    }

    // Variable :: $ Name
    Variable ParseVariable()
    {
        var start = _lexer.Start;
        Expect(TokenKind.Dollar);
        return new(start, ParseName());
    }

    StringValue ParseString()
    {
        var value = new StringValue(_lexer.Start, _lexer.StringText(), _lexer.Kind == TokenKind.BlockString);
        _lexer.Advance();
        return value;
    }

    // Type :: NamedType !? | ListType !?;  ListType :: [ Type ]
    TypeRef ParseType()
    {
        var start = _lexer.Start;
        TypeRef type;
        if (Skip(TokenKind.BracketL))
        {
            Descend();
            type = new ListTypeRef(start, ParseType());
            Expect(TokenKind.BracketR);
            _depth--;
        }
        else
        {
            type = ParseNamedType();
        }
        return Skip(TokenKind.Bang) ? new NonNullTypeRef(type) : type;
    }

    // NamedType :: Name
    NamedTypeRef ParseNamedType() => new(ParseName());

    Name ParseName()
    {
        if (_lexer.Kind != TokenKind.Name) throw Expected("Name", _lexer.Start);
        var name = new Name(_names.Text(_lexer.Text), _lexer.Start);
        _lexer.Advance();
        return name;
    }

    string TakeText()
    {
        var text = Encoding.UTF8.GetString(_lexer.Text);
        _lexer.Advance();
        return text;
    }

    bool Skip(TokenKind kind)
    {
        if (_lexer.Kind != kind) return false;
        _lexer.Advance();
        return true;
    }

    void Expect(TokenKind kind)
    {
        if (!Skip(kind)) throw Expected(kind.Describe(), _lexer.Start);
    }

    void ExpectKeyword(scoped ReadOnlySpan<byte> keyword)
    {
        if (!_lexer.Is(keyword)) throw Expected($"\"{Encoding.UTF8.GetString(keyword)}\"", _lexer.Start);
        _lexer.Advance();
    }

    void Descend()
    {
        if (++_depth > _depthMax)
        {
            var message = $"The document nests deeper than {_depthMax} levels.";
            throw LimitError.At(_source, _lexer.Start, LimitCodes.Nesting, message);
        }
    }

    readonly GraphException Expected(string what, int at) => Fail($"Expected {what}, found {_lexer.Describe()}.", at);

    readonly GraphException Undescribable(int at) => Fail("Unexpected description, what follows takes none.", at);

    readonly GraphException Unexpected() => Fail($"Unexpected {_lexer.Describe()}.", _lexer.Start);

    readonly GraphException Fail(string message, int at) => SyntaxError.At(_source, at, message);

    static int FirstInvalid(ReadOnlySpan<byte> source)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(source[at..], out _, out var used) == OperationStatus.Done) at += used;
        return at;
    }
}

/// <summary>
/// An array that grows; most lists of a document are short, so it starts small and ends at its exact size.
/// </summary>
struct Growing<T>
{
    T[] _items;
    int _count;

    public Growing() => _items = [];

    public void Add(T item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count == 0 ? 4 : _count * 2);
        _items[_count++] = item;
    }

    public T[] ToArray()
    {
        if (_count != _items.Length) Array.Resize(ref _items, _count);
        return _items;
    }
}
