using System.Text.Json;
using Kalends.GraphQL.Execution;
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

    static readonly string[] s_variables =
    [
        "{}", "null", "[]", "7",
        """{"atOtherHomes":true,"foo":false,"bar":true}""",
        """{"dog":{"name":"Rex"},"cat":null}""",
        """{"dogCommand":"SIT","varOne":7,"search":{"name":[]},"booleanList":true,"x":{"a":[[[]]]}}""",
        """{"intArg":1e400,"booleanArg":"\ud83d","pet":{"cat":{},"dog":{}},"booleans":[true,null],"bool":1}""",
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
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nonsense_never_breaks_the_engine(int seed)
    {
        var engine = new GraphEngine(SdlSchema.Build(SpecSchema.Sdl));
        var garbage = new Garbage(seed);
        for (var i = 0; i < Rounds; i++)
        {
            var document = garbage.Mutated(s_documents[i % s_documents.Length]);
            var variables = JsonElement.Parse(s_variables[i % s_variables.Length]);
            var request = new GraphRequest(document) { Variables = variables };

            using var result = await engine.Execute(request, TestContext.Current.CancellationToken);

            using var response = JsonDocument.Parse(result.Json);
            Assert.Equal(result.Errors.Count > 0, response.RootElement.TryGetProperty("errors", out _));
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
