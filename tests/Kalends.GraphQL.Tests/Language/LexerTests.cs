using System.Text;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Language;

public sealed class LexerTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("12", "12")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e50", "1e50")]
    [InlineData("-1.25E-3", "-1.25E-3")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"a b\"", "\"a b\"")]
    [InlineData("\"\\u00e9\\n\\/\"", "\"é\\n/\"")]
    [InlineData("\"\\u{1F600}\"", "\"😀\"")]
    [InlineData("\"\\uD83D\\uDE00\"", "\"😀\"")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("RED", "RED")]
    [InlineData("[1, [2] ,,3]", "[1, [2], 3]")]
    [InlineData("{a:1,b:{}}", "{ a: 1, b: {  } }")]
    public void A_value_is_read_as_it_is_written(string source, string printed) =>
        Assert.Equal(printed, Printer.Print(Parser.ParseValue(source)));

    [Theory]
    [InlineData("01", 1, 2)]
    [InlineData("1.", 1, 3)]
    [InlineData("1e", 1, 3)]
    [InlineData("-", 1, 2)]
    [InlineData("0xF", 1, 2)]
    [InlineData("1.2.3", 1, 4)]
    [InlineData("12a", 1, 3)]
    [InlineData("\"", 1, 2)]
    [InlineData("\"a\nb\"", 1, 3)]
    [InlineData("\"\\x\"", 1, 2)]
    [InlineData("\"\\u12\"", 1, 2)]
    [InlineData("\"\\uD800\"", 1, 2)]
    [InlineData("\"\\u{110000}\"", 1, 2)]
    [InlineData("\"\\u{}\"", 1, 2)]
    [InlineData("\"\"\"a", 1, 5)]
    [InlineData("?", 1, 1)]
    [InlineData("é", 1, 1)]
    [InlineData("'a'", 1, 1)]
    [InlineData("..", 1, 1)]
    [InlineData("$a", 1, 1)]
    [InlineData("", 1, 1)]
    [InlineData("1 2", 1, 3)]
    [InlineData("\r\n\r\n\n ?", 4, 2)]
    [InlineData("\"😀é\" ?", 1, 7)]
    public void What_is_no_value_is_an_error_with_its_place(string source, int line, int column)
    {
        var error = Assert.Throws<GraphException>(() => Parser.ParseValue(source)).Error;

        Assert.Equal("syntax_error", error.Code);
        Assert.Equal(new SourceLocation(line, column), error.Locations[0]);
    }

    [Theory]
    [InlineData("\"\"\"abc\"\"\"", "abc")]
    [InlineData("\"\"\"\n  a\n    b\n  c\n\"\"\"", "a\n  b\nc")]
    [InlineData("\"\"\"\r\n\r\n  a\r  b\n \t \n\"\"\"", "a\nb")]
    [InlineData("\"\"\"  first\n  second\"\"\"", "  first\nsecond")]
    [InlineData("\"\"\"a \\\"\"\" b \\n\"\"\"", "a \"\"\" b \\n")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\n\n\"\"\"", "")]
    public void A_block_string_loses_its_common_indentation(string source, string expected) =>
        Assert.Equal(expected, Assert.IsType<StringValue>(Parser.ParseValue(source)).Text);

    [Fact]
    public void A_byte_order_mark_and_comments_are_ignored() =>
        Assert.Single(Parser.Parse("\uFEFF# comment\n{ a,\uFEFF b # more\n}").Definitions);

    [Theory]
    [InlineData(new byte[] { (byte)'{', 0xFF, (byte)'}' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'{', (byte)'a', 0xC3 })]
    public void What_is_not_UTF_8_is_a_syntax_error(byte[] source) =>
        Assert.Equal("syntax_error", Assert.Throws<GraphException>(() => Parser.Parse(source)).Error.Code);

    [Fact]
    public void Known_names_are_shared()
    {
        var names = new NameTable(["appointments"]);
        var one = Parser.Parse(Encoding.UTF8.GetBytes("{ appointments }"), null, names);
        var two = Parser.Parse(Encoding.UTF8.GetBytes("{ appointments }"), null, names);

        Assert.Same(NameOf(one), NameOf(two));
    }

    static string NameOf(Document document) =>
        ((Field)((OperationDefinition)document.Definitions[0]).Selections.Items[0]).Name.Text;
}
