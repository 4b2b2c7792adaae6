using Kalends.GraphQL.Execution;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The specification's own examples of valid and invalid documents.</summary>
public sealed class SpecExampleTests
{
    /// <summary>The one example that the reference implementation gets wrong.</summary>
    const string AcceptedByTheOracle = "addNullableCat";

    static readonly GraphEngine s_engine = new(SdlSchema.Build(SpecSchema.Sdl), Requests.WithoutLimits);

    public static IEnumerable<TheoryDataRow<string, bool, string>> All { get; } =
    [
        .. SpecExamples.Operations, .. SpecExamples.Fields, .. SpecExamples.Arguments,
        .. SpecExamplesOfFragments.Fragments, .. SpecExamplesOfFragments.Directives,
        .. SpecExamplesOfValues.Values, .. SpecExamplesOfValues.Variables,
    ];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_example_is_valid_or_not_as_the_specification_says(string rule, bool valid, string document)
    {
        Assert.NotEmpty(rule);

        using var result = await s_engine.Execute(new GraphRequest(document), TestContext.Current.CancellationToken);

        Assert.Equal(valid, result.Outcome != Outcome.Invalid);
        Assert.NotEqual(Outcome.SyntaxError, result.Outcome);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_reference_implementation_finds_the_same_faults(string rule, bool valid, string document)
    {
        var expected = await Oracle.Require().Check(SpecSchema.Sdl, document);
        var differences = new Differences();

        if (document.Contains(AcceptedByTheOracle, StringComparison.Ordinal))
        {
            Assert.Empty(expected.Invalid!);
            return;
        }
        await Requests.Compare(s_engine, new Case(document, null, null, expected), differences);

        Assert.Equal(valid, !expected.Invalid!.Select(error => error.Rule).Contains(rule));
        differences.AssertNone();
    }
}
