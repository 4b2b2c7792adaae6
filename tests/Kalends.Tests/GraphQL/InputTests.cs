using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Types;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.GraphQL;

public sealed class InputTests
{
    [Fact]
    public void An_input_record_becomes_input_objects_that_may_hold_their_own_kind()
    {
        var sdl = SdlPrinter.Print(Schema());

        Assert.Contains("echo(filter: InputTestsFilter, amounts: [Long!]): String", sdl, StringComparison.Ordinal);
        Assert.Contains("names: [String]", sdl, StringComparison.Ordinal);
        Assert.Contains("and: [InputTestsFilter!]", sdl, StringComparison.Ordinal);
        Assert.Contains("not: InputTestsFilter", sdl, StringComparison.Ordinal);
        Assert.Contains("id: ID", sdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nested_values_arrive_as_they_were_given()
    {
        var answer = await Ask("""
            { echo(filter: {names: ["a", null], not: {and: [{id: 7}, {}]}}, amounts: [9007199254740991, -1]) }
            """);

        var echo = JsonDocument.Parse((string)answer["data"]!["echo"]!).RootElement;
        Assert.Equal("""["a",null]""", echo.GetProperty("Filter").GetProperty("Names").GetRawText());
        var not = echo.GetProperty("Filter").GetProperty("Not");
        Assert.Equal(7, not.GetProperty("And")[0].GetProperty("Id").GetInt64());
        Assert.Equal(JsonValueKind.Null, not.GetProperty("And")[1].GetProperty("Id").ValueKind);
        Assert.Equal("[9007199254740991,-1]", echo.GetProperty("Amounts").GetRawText());
    }

    [Fact]
    public async Task Every_fault_of_nested_values_is_named_with_its_place()
    {
        var answer = await Ask("""
            { echo(filter: {names: ["a", "b", "c"], not: {and: [{id: 7}, {id: 0}, {names: ["too long"]}]}}) }
            """);

        Assert.Equal("filter.names count;filter.not.and.1.id out_of_range;filter.not.and.2.names.0 too_long",
            (string?)answer["errors"]![0]!["message"]);
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("1.0")]
    [InlineData("\"1\"")]
    public async Task A_Long_is_a_whole_number_of_53_bits(string given)
    {
        var answer = await Ask($"{{ echo(amounts: [{given}]) }}");

        Assert.NotNull(answer["errors"]);
    }

    public sealed record Input(Filter? Filter = null, IReadOnlyList<long>? Amounts = null);

    /// <summary>What to look for.</summary>
    public sealed record Filter(
        [Id] long? Id = null, [Count(0, 2)][Text(1, 3)] IReadOnlyList<string?>? Names = null,
        IReadOnlyList<Filter>? And = null, Filter? Not = null);

    static async Task<System.Text.Json.Nodes.JsonNode> Ask(string document)
    {
        var engine = new GraphEngine(Schema(), new GraphOptions { Explain = Explain });
        using var answer = await engine.Execute(new GraphRequest(document), TestContext.Current.CancellationToken);
        return System.Text.Json.Nodes.JsonNode.Parse(answer.ToString())!;
    }

    static Kalends.GraphQL.GraphError? Explain(Exception wrong) => wrong is Refused refused
        ? new(refused.Code, string.Join(";", refused.Errors.Select(fault => $"{fault.Parameter} {fault.Code}")))
        : null;

    static Schema Schema()
    {
        var graph = new Graph([], new ServiceCollection().BuildServiceProvider());
        graph.Schema.Query.Field("echo", Scalars.String.OrNull(), field =>
        {
            var input = new FieldInput(graph, field, InputSchema.Of(typeof(Input)), "String");
            return (args, _) => new(JsonSerializer.Serialize(input.Read(args)));
        });
        return graph.Schema.Build();
    }
}
