namespace Kalends.GraphQL.Tests.Differential;

/// <summary>What values become on their way into a resolver, row by row of the specification's tables.</summary>
public sealed class CoercionTableTests
{
    [Theory]
    [MemberData(nameof(CoercionTables.Lists), MemberType = typeof(CoercionTables))]
    [MemberData(nameof(CoercionTables.InputObjects), MemberType = typeof(CoercionTables))]
    [MemberData(nameof(CoercionTables.OneOf), MemberType = typeof(CoercionTables))]
    [MemberData(nameof(CoercionTables.Leaves), MemberType = typeof(CoercionTables))]
    public async Task The_reference_implementation_coerces_the_same(
        string type, string? definitions, string literal, string? variables, string? expected)
    {
        var (sdl, document, answer) = CoercionTables.Request(type, definitions, literal, expected);

        var outcome = await Oracle.Require().Check(sdl, document, variables);

        var result = outcome.Result is { Errors: [] } success ? success.Data : null;
        Assert.Equal(answer, result);
    }
}
