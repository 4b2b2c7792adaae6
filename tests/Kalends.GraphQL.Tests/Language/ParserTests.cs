using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Language;

public sealed class ParserTests
{
    [Theory]
    [InlineData("{", 1, 2)]
    [InlineData("{}", 1, 2)]
    [InlineData("{ a( }", 1, 6)]
    [InlineData("{ a() }", 1, 5)]
    [InlineData("{ a: }", 1, 6)]
    [InlineData("{ ...on }", 1, 9)]
    [InlineData("query () { a }", 1, 8)]
    [InlineData("query ($a: Int = $b) { a }", 1, 18)]
    [InlineData("query ($a: Int @d(x: $b)) { a }", 1, 22)]
    [InlineData("fragment on on T { a }", 1, 10)]
    [InlineData("fragment F T { a }", 1, 12)]
    [InlineData("\"no\" { a }", 1, 1)]
    [InlineData("{ a } nonsense", 1, 7)]
    [InlineData("notanoperation Foo { a }", 1, 1)]
    [InlineData("type T {}", 1, 9)]
    [InlineData("enum E { true }", 1, 10)]
    [InlineData("extend type T", 1, 14)]
    [InlineData("\"no\" extend type T { a: Int }", 1, 1)]
    [InlineData("directive @a on NOWHERE", 1, 17)]
    [InlineData("union U = | ", 1, 13)]
    [InlineData("interface I implements { a: Int }", 1, 24)]
    public void A_document_that_breaks_the_grammar_is_an_error_with_its_place(string source, int line, int column)
    {
        var error = Assert.Throws<GraphException>(() => Parser.Parse(source)).Error;

        Assert.Equal(new SourceLocation(line, column), error.Locations[0]);
    }

    [Theory]
    [InlineData("{\n  a\n}")]
    [InlineData(
        "query Q($a: [Int!]! = [1] @d, $b: T) @x(y: $a) {\n  alias: a(x: $a) @skip(if: true)\n  ...F @y\n  ... on "
            + "T {\n    b\n  }\n  ... @include(if: $b) {\n    c\n  }\n}")]
    [InlineData(
        "\"What it is.\"\nmutation M {\n  a(text: \"\"\"\n  two\n  lines\n  \"\"\")\n}\n\nsubscription {\n  a\n}\n"
            + "\n\"Part.\"\nfragment F on T @d {\n  a\n}")]
    [InlineData("query on {\n  fragment: query\n  on: type(input: true, null: null, enum: RED)\n}")]
    [InlineData("\"\"\"The schema.\"\"\"\nschema @a {\n  query: Q\n  mutation: M\n}")]
    [InlineData(
        "type T implements A & B @d {\n "
            + " \"\"\"Text.\"\"\"\n  f(a: Int = 1 @x, b: [S]): T! @deprecated(reason: \"old\")\n}\n\nextend type T @d")]
    [InlineData("interface I implements J {\n  a: Int\n}\n\nunion U @d = A | B\n\nscalar S @specifiedBy(url: \"x\")")]
    [InlineData("enum E {\n  A\n  \"\"\"B.\"\"\"\n  B @deprecated\n}\n\ninput I @oneOf {\n  a: Int = 1\n  b: [I!]\n}")]
    [InlineData("directive @d(a: Int = 1, b: String) repeatable on FIELD | QUERY")]
    public void Printing_what_was_parsed_gives_the_same_text(string source) =>
        Assert.Equal(source, Printer.Print(Parser.Parse(source)));

    [Theory]
    [InlineData("[[Int!]]!")]
    [InlineData("T")]
    public void A_type_is_printed_as_written(string source) =>
        Assert.Equal(source, Printer.Print(Parser.ParseType(source)));

    [Theory]
    [InlineData("union U = | A | B", "union U = A | B")]
    [InlineData("type T implements & A & B { a: Int }", "type T implements A & B {\n  a: Int\n}")]
    [InlineData("directive @d on | FIELD | QUERY", "directive @d on FIELD | QUERY")]
    public void A_leading_separator_means_nothing(string source, string printed) =>
        Assert.Equal(printed, Printer.Print(Parser.Parse(source)));

    [Fact]
    public void Too_many_tokens_are_refused_while_reading()
    {
        var error = Assert.Throws<GraphException>(() => Parser.Parse("{ a b c }", new ParseLimits(TokensMax: 3))).Error;

        Assert.Equal("limit_tokens", error.Code);
    }

    [Theory]
    [InlineData("{a", 100_000)]
    [InlineData("{a(b:[", 100_000)]
    [InlineData("{a(b:{c:", 100_000)]
    [InlineData("query($a:[", 100_000)]
    [InlineData("{...", 100_000)]
    public void Deep_nesting_is_refused_and_the_process_lives(string piece, int times)
    {
        var start = piece.StartsWith("{a(", StringComparison.Ordinal) ? "{a(b:"
            : piece.StartsWith("query", StringComparison.Ordinal) ? "query($a:" : "";
        var repeated = start.Length > 0 ? piece[start.Length..] : piece;
        var source = start + string.Concat(Enumerable.Repeat(repeated, times));

        var error = Assert.Throws<GraphException>(() => Parser.Parse(source, new ParseLimits(int.MaxValue))).Error;

        Assert.Equal("limit_nesting", error.Code);
    }
}
