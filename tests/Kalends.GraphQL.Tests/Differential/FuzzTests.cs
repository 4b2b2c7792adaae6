using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Whatever a client sends, the answer is a GraphQL error and never another exception.</summary>
public sealed class FuzzTests
{
    const int Rounds = 5_000;

    static readonly string[] s_documents =
    [
        .. SpecExamples.Operations.Concat(SpecExamples.Fields).Concat(SpecExamples.Arguments)
            .Concat(SpecExamplesOfFragments.Fragments).Concat(SpecExamplesOfFragments.Directives)
            .Concat(SpecExamplesOfValues.Values).Concat(SpecExamplesOfValues.Variables).Select(row => row.Data.Item3),
        SpecSchema.Sdl,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nonsense_is_a_syntax_error_or_a_document(int seed)
    {
        var garbage = new Garbage(seed);
        for (var i = 0; i < Rounds; i++)
        {
            Parse(garbage.RandomBytes());
            Parse(garbage.RandomTokens());
            Parse(garbage.Mutated(s_documents[i % s_documents.Length]));
        }
    }

    [Theory]
    [InlineData("", "{a", "}")]
    [InlineData("{a(b:", "[", "]")]
    [InlineData("{a(b:", "{c:", "}")]
    [InlineData("query($a:", "[", "]")]
    [InlineData("", "{...", "}")]
    [InlineData("", "{...@a", "}")]
    [InlineData("{a", "@b(c:[{d:", "}])")]
    [InlineData("{a ", "a ", "")]
    [InlineData("{a ", "@a ", "")]
    [InlineData("type A{a(b:", "[", "]")]
    [InlineData("type A{a(b:B=", "[", "]")]
    public void Endless_repetition_is_refused(string start, string open, string close)
    {
        var opened = start + string.Concat(Enumerable.Repeat(open, 50_000));

        Assert.Throws<GraphException>(() => Parser.Parse(opened));
        Assert.Throws<GraphException>(() => Parser.Parse(opened + string.Concat(Enumerable.Repeat(close, 50_000))));
    }

    static void Parse(byte[] bytes)
    {
        try
        {
            Parser.Parse(bytes);
        }
        catch (GraphException error)
        {
            Assert.NotEmpty(error.Error.Locations);
        }
    }
}
