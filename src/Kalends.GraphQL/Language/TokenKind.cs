namespace Kalends.GraphQL.Language;

/// <summary>The kinds of token.</summary>
enum TokenKind : byte
{
    Start,
    End,
    Name,
    Int,
    Float,
    String,
    BlockString,
    Spread,
    Bang = CharacterClass.Punctuators,
    Dollar,
    Amp,
    ParenL,
    ParenR,
    Colon,
    Equals,
    At,
    BracketL,
    BracketR,
    BraceL,
    Pipe,
    BraceR,
}

/// <summary>Names token kinds in error messages.</summary>
static class TokenKinds
{
    public static string Describe(this TokenKind kind) => kind switch
    {
        TokenKind.Start => "<SOF>",
        TokenKind.End => "<EOF>",
        TokenKind.Name or TokenKind.Int or TokenKind.Float => kind.ToString(),
        TokenKind.String or TokenKind.BlockString => kind.ToString(),
        TokenKind.Spread => "\"...\"",
        _ => $"\"{CharacterClass.PunctuatorText[kind - TokenKind.Bang]}\"",
    };
}

/// <summary>Classifies the first byte of a token: one look-up instead of a chain of comparisons.</summary>
static class CharacterClass
{
    public const byte Other = 0;
    public const byte Letter = 1;
    public const byte Digit = 2;
    public const byte Quote = 3;
    public const byte Dot = 4;

    /// <summary>From this value on, the class of a byte is its token kind.</summary>
    public const byte Punctuators = 16;

    /// <summary>The punctuators in the order of their token kinds.</summary>
    public const string PunctuatorText = "!$&():=@[]{|}";

    static readonly byte[] Classes = Build();

    public static byte Of(byte b) => Classes[b];

    public static bool ContinuesName(byte b) => Classes[b] == Letter || b is >= (byte)'0' and <= (byte)'9';

    static byte[] Build()
    {
        var classes = new byte[256];
        for (var c = 'a'; c <= 'z'; c++) classes[c] = classes[c - 32] = Letter;
        for (var c = '0'; c <= '9'; c++) classes[c] = Digit;
        classes['_'] = Letter;
        classes['-'] = Digit;
        classes['"'] = Quote;
        classes['.'] = Dot;
        for (var i = 0; i < PunctuatorText.Length; i++) classes[PunctuatorText[i]] = (byte)(Punctuators + i);
        return classes;
    }
}
