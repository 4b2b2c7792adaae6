using System.Buffers;
using System.Text;

namespace Kalends.GraphQL.Language;

/// <summary>A cursor over the tokens of a UTF-8 document; it allocates only for errors and string values.</summary>
ref struct Lexer(ReadOnlySpan<byte> source, int tokensMax)
{
    static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\r"u8);
    static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\\n\r"u8);

    readonly ReadOnlySpan<byte> _source = source;
    int _next;
    int _count;

    public TokenKind Kind { get; private set; } = TokenKind.Start;

    public int Start { get; private set; }

    public readonly int End => _next;

    public readonly ReadOnlySpan<byte> Text => _source[Start.._next];

    public readonly bool Is(scoped ReadOnlySpan<byte> keyword) => Kind == TokenKind.Name && Text.SequenceEqual(keyword);

    public void Advance()
    {
        SkipIgnored();
        Start = _next;
        if (Start >= _source.Length)
        {
            Kind = TokenKind.End;
            return;
        }
        if (++_count > tokensMax)
        {
            throw LimitError.At(_source, Start, LimitCodes.Tokens, $"The document has more than {tokensMax} tokens.");
        }
        Kind = CharacterClass.Of(_source[Start]) switch
        {
            CharacterClass.Letter => ReadName(),
            CharacterClass.Digit => ReadNumber(),
            CharacterClass.Quote => ReadString(),
            CharacterClass.Dot => ReadSpread(),
            >= CharacterClass.Punctuators and var token => ReadPunctuator(token),
            _ => throw UnexpectedCharacter(Start),
        };
    }

    /// <summary>The lexer at the token after this one; this cursor does not move.</summary>
    public readonly Lexer Ahead()
    {
        var copy = this;
        copy.Advance();
        return copy;
    }

    TokenKind ReadPunctuator(byte token)
    {
        _next++;
        return (TokenKind)token;
    }

    void SkipIgnored()
    {
        while (_next < _source.Length)
        {
            switch (_source[_next])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)',':
                    _next++;
                    break;
                case (byte)'#':
                    var end = _source[_next..].IndexOfAny(LineEnds);
                    _next = end < 0 ? _source.Length : _next + end;
                    break;
                case 0xEF when _source[_next..].StartsWith("\uFEFF"u8):
                    _next += 3;
                    break;
                default:
                    return;
            }
        }
    }

    TokenKind ReadName()
    {
        do _next++;
        while (_next < _source.Length && CharacterClass.ContinuesName(_source[_next]));
        return TokenKind.Name;
    }

    TokenKind ReadSpread()
    {
        if (!_source[Start..].StartsWith("..."u8)) throw UnexpectedCharacter(Start);
        _next += 3;
        return TokenKind.Spread;
    }

    // IntValue :: -? (0 | NonZeroDigit Digit*);  FloatValue :: IntValue (. Digit+)? ((e | E) (+ | -)? Digit+)?
    TokenKind ReadNumber()
    {
        var kind = TokenKind.Int;
        if (Peek() == '-') _next++;
        if (Peek() == '0')
        {
            _next++;
            if (IsDigit(Peek())) throw Fail(_next, $"Invalid number, unexpected digit after 0: {Show(_next)}.");
        }
        else
        {
            ReadDigits();
        }
        if (Peek() == '.')
        {
            kind = TokenKind.Float;
            _next++;
            ReadDigits();
        }
        if (Peek() is 'e' or 'E')
        {
            kind = TokenKind.Float;
            _next++;
            if (Peek() is '+' or '-') _next++;
            ReadDigits();
        }
        var after = Peek();
        if (after == '.' || (after >= 0 && CharacterClass.Of((byte)after) == CharacterClass.Letter))
            throw Fail(_next, $"Invalid number, expected digit but got: {Show(_next)}.");
        return kind;
    }

    void ReadDigits()
    {
        if (!IsDigit(Peek())) throw Fail(_next, $"Invalid number, expected digit but got: {Show(_next)}.");
        while (IsDigit(Peek())) _next++;
    }

    // StringValue :: """ BlockStringCharacter* """ | " StringCharacter* "
    TokenKind ReadString()
    {
        if (_source[Start..].StartsWith("\"\"\""u8)) return ReadBlockString();
        _next++;
        while (true)
        {
            var stop = _source[_next..].IndexOfAny(StringStops);
            _next = stop < 0 ? _source.Length : _next + stop;
            switch (Peek())
            {
                case '"':
                    _next++;
                    return TokenKind.String;
                case '\\':
                    _next += StringEscapes.Length(_source, _next);
                    break;
                default:
                    throw Fail(_next, "Unterminated string.");
            }
        }
    }

    TokenKind ReadBlockString()
    {
        _next += 3;
        while (true)
        {
            var stop = _source[_next..].IndexOf("\"\"\""u8);
            if (stop < 0) throw Fail(_source.Length, "Unterminated string.");
            _next += stop + 3;
            // The quotes found may follow a backslash, and only then are they text.
            if (stop == 0 || _source[_next - 4] != '\\') return TokenKind.BlockString;
        }
    }

    public readonly string StringText() => Kind == TokenKind.BlockString
        ? BlockString.Value(_source[(Start + 3)..(_next - 3)])
        : StringEscapes.Resolve(_source[(Start + 1)..(_next - 1)]);

    readonly int Peek() => _next < _source.Length ? _source[_next] : -1;

    static bool IsDigit(int b) => b is >= '0' and <= '9';

    readonly GraphException UnexpectedCharacter(int at) => Fail(at, _source[at] == '\''
        ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
        : $"Unexpected character: {Show(at)}.");

    readonly string Show(int at)
    {
        if (at >= _source.Length) return "<EOF>";
        Rune.DecodeFromUtf8(_source[at..], out var rune, out _);
        return rune.Value switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7E => $"\"{rune}\"",
            _ => $"U+{rune.Value:X4}",
        };
    }

    readonly GraphException Fail(int at, string message) => SyntaxError.At(_source, at, message);

    /// <summary>The name of the current token in an error message.</summary>
    public readonly string Describe() => Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"{Kind} \"{Encoding.UTF8.GetString(Text)}\"",
        TokenKind.String or TokenKind.BlockString => $"{Kind} \"{StringText()}\"",
        _ => Kind.Describe(),
    };

    /// <summary>The rest of the current line with a caret under the token, for the debugger.</summary>
    public readonly override string ToString()
    {
        var place = SourceLocation.Of(_source, Start);
        return $"{place.Line}:{place.Column} ^{Encoding.UTF8.GetString(Text)}";
    }
}

/// <summary>Creates syntax errors.</summary>
static class SyntaxError
{
    public static GraphException At(ReadOnlySpan<byte> source, int offset, string message) =>
        new(new GraphError(ErrorCodes.Syntax, "Syntax Error: " + message)
        {
            Locations = [SourceLocation.Of(source, offset)],
        });
}

/// <summary>Creates the errors of documents that are too big.</summary>
static class LimitError
{
    public static GraphException At(ReadOnlySpan<byte> source, int offset, string code, string message) =>
        new(new GraphError(code, message) { Locations = [SourceLocation.Of(source, offset)] });
}
