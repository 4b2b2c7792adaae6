using System.Text.Json;
using Kalends.GraphQL.Execution;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>What values become on their way into a resolver, row by row of the specification's tables.</summary>
public sealed class CoercionTableTests
{
    public static IEnumerable<TheoryDataRow<string, string?, string, string?, string?>> All { get; } =
        [.. CoercionTables.Lists, .. CoercionTables.InputObjects, .. CoercionTables.OneOf, .. CoercionTables.Leaves];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_value_is_coerced_as_the_specification_says(
        string type, string? definitions, string literal, string? variables, string? coerced)
    {
        var (sdl, document, answer) = CoercionTables.Request(type, definitions, literal, coerced);
        var engine = new GraphEngine(SdlSchema.Build(sdl));
        var given = variables is null ? (JsonElement?)null : JsonElement.Parse(variables);
        var request = new GraphRequest(document) { Variables = given };

        using var result = await engine.Execute(request, TestContext.Current.CancellationToken);

        if (answer is null)
            Assert.NotEmpty(result.Errors);
        else
            Assert.Equal($$"""{"data":{{answer}}}""", result.ToString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_reference_implementation_coerces_the_same(
        string type, string? definitions, string literal, string? variables, string? coerced)
    {
        var (sdl, document, answer) = CoercionTables.Request(type, definitions, literal, coerced);

        var expected = await Oracle.Require().Check(sdl, document, variables);

        var result = expected.Result is { Errors: [] } success ? success.Data : null;
        Assert.Equal(answer, result);
    }
}
