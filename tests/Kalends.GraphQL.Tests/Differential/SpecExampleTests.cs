namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The specification's own examples of valid and invalid documents.</summary>
public sealed class SpecExampleTests
{
    /// <summary>The one example that the reference implementation gets wrong.</summary>
    const string AcceptedByTheOracle = "addNullableCat";

    [Theory]
    [MemberData(nameof(SpecExamples.Operations), MemberType = typeof(SpecExamples))]
    [MemberData(nameof(SpecExamples.Fields), MemberType = typeof(SpecExamples))]
    [MemberData(nameof(SpecExamples.Arguments), MemberType = typeof(SpecExamples))]
    [MemberData(nameof(SpecExamplesOfFragments.Fragments), MemberType = typeof(SpecExamplesOfFragments))]
    [MemberData(nameof(SpecExamplesOfFragments.Directives), MemberType = typeof(SpecExamplesOfFragments))]
    [MemberData(nameof(SpecExamplesOfValues.Values), MemberType = typeof(SpecExamplesOfValues))]
    [MemberData(nameof(SpecExamplesOfValues.Variables), MemberType = typeof(SpecExamplesOfValues))]
    public async Task The_reference_implementation_reads_the_example_as_we_do(string rule, bool valid, string document)
    {
        var outcome = await Oracle.Require().Check(SpecSchema.Sdl, document);

        Assert.Null(outcome.SyntaxError);
        if (valid || document.Contains(AcceptedByTheOracle, StringComparison.Ordinal))
            Assert.Empty(outcome.Invalid!);
        else
            Assert.Contains(rule, outcome.Invalid!.Select(error => error.Rule));
    }
}
