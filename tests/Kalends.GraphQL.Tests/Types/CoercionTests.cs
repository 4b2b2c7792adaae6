using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Types;

public sealed class CoercionTests
{
    [Theory]
    [InlineData("Int", "1", "1")]
    [InlineData("Int", "1.0", "1")]
    [InlineData("Int", "1.5", null)]
    [InlineData("Int", "2147483648", null)]
    [InlineData("Int", "\"1\"", null)]
    [InlineData("Int", "true", null)]
    [InlineData("Float", "1", "1")]
    [InlineData("Float", "1.5", "1.5")]
    [InlineData("Float", "1e400", null)]
    [InlineData("Float", "\"1\"", null)]
    [InlineData("String", "\"a\"", "\"a\"")]
    [InlineData("String", "1", null)]
    [InlineData("String", "\"\\ud800\"", null)]
    [InlineData("Boolean", "true", "true")]
    [InlineData("Boolean", "0", null)]
    [InlineData("ID", "\"a\"", "\"a\"")]
    [InlineData("ID", "4", "\"4\"")]
    [InlineData("ID", "-4", "\"-4\"")]
    [InlineData("ID", "12345678901234567890", "\"12345678901234567890\"")]
    [InlineData("ID", "4.0", null)]
    [InlineData("ID", "4e2", null)]
    [InlineData("ID", "4.5", null)]
    [InlineData("ID", "true", null)]
    [InlineData("[Int]", "null", "null")]
    [InlineData("[Int]", "1", "[1]")]
    [InlineData("[Int]", "[1,null]", "[1,null]")]
    [InlineData("[Int]", "[1,\"b\"]", null)]
    [InlineData("[[Int]]", "1", "[[1]]")]
    [InlineData("[[Int]]", "[1,2]", "[[1],[2]]")]
    [InlineData("[Int!]", "[1,null]", null)]
    [InlineData("Int!", "null", null)]
    public async Task A_variable_is_taken_or_refused(string type, string json, string? shown)
    {
        var answer = await Run.Text(Echo(type), $"query ($v: {type}) {{ echo(v: $v) }}", $$"""{"v":{{json}}}""");

        if (shown is null) Assert.Contains("\"bad_variables\"", answer);
        else Assert.Equal($$$"""{"data":{"echo":{{{shown}}}}}""", answer);
    }

    [Theory]
    [InlineData("Int", "-0", "0")]
    [InlineData("Float", "1", "1")]
    [InlineData("Float", "1.5e3", "1500")]
    [InlineData("ID", "4", "\"4\"")]
    [InlineData("ID", "\"x\"", "\"x\"")]
    [InlineData("[[Int]]", "[1, [2]]", "[[1],[2]]")]
    [InlineData("String", "\"\"\"a\"\"\"", "\"a\"")]
    public async Task A_literal_is_taken(string type, string literal, string shown) =>
        Assert.Equal($$$"""{"data":{"echo":{{{shown}}}}}""", await Run.Text(Echo(type), $"{{ echo(v: {literal}) }}"));

    [Theory]
    [InlineData("{}", """{"data":{"find":""}}""", "bad_variables")]
    [InlineData("""{"id":1}""", """{"data":{"find":"1"}}""", null)]
    [InlineData("""{"id":null}""", null, "bad_variables")]
    [InlineData("""{"id":1,"name":"a"}""", null, "bad_variables")]
    [InlineData("""{"id":1,"name":null}""", null, "bad_variables")]
    [InlineData("""{"other":1}""", null, "bad_variables")]
    [InlineData("""{"\ud800":1}""", null, "bad_variables")]
    [InlineData("1", null, "bad_variables")]
    public async Task A_one_of_takes_exactly_one_field(string json, string? answer, string? code)
    {
        const string Document = "query ($b: By!) { find(by: $b) }";

        if (code is null) Assert.Equal(answer, await Run.Text(Document, $$"""{"b":{{json}}}"""));
        else Assert.Equal(code, await Run.Code(Document, $$"""{"b":{{json}}}"""));
    }

    [Fact]
    public async Task A_custom_scalar_reads_and_writes_its_own_type()
    {
        var g = new SchemaBuilder();
        var day = g.Scalar<DateOnly>(
            "Day", v => DateOnly.ParseExact((string)v, "yyyy-MM-dd"), (o, v) => o.String(v.ToString("yyyy-MM-dd")));
        g.Query.Field("next", day, f =>
        {
            var of = f.Arg("of", day);
            return (_, args, _) => args.Get(of).AddDays(1);
        });
        var schema = g.Build();

        Assert.Equal("""{"data":{"next":"2024-03-01"}}""", await Run.Text(schema, "{ next(of: \"2024-02-29\") }"));
        Assert.Contains("validation_failed", await Run.Text(schema, "{ next(of: \"soon\") }"));
        Assert.Contains("bad_variables", await Run.Text(schema, "query ($d: Day!) { next(of: $d) }", """{"d":7}"""));
    }

    [Fact]
    public async Task A_null_variable_in_a_non_null_place_with_a_default_is_an_error_of_the_field()
    {
        var answer = await Run.Text("query ($e: Int) { sum(range: {begin: 1, end: $e}) echo }", """{"e":null}""");

        Assert.StartsWith("""{"data":null,"errors":[{""", answer);
        Assert.Contains("\"path\":[\"sum\"]", answer);
    }

    static Schema Echo(string type)
    {
        var g = new SchemaBuilder();
        GraphType named = type.Trim('[', ']', '!') switch
        {
            "Int" => Scalars.Int.Type.Named,
            "Float" => Scalars.Float.Type.Named,
            "String" => Scalars.String.Type.Named,
            "Boolean" => Scalars.Boolean.Type.Named,
            _ => Scalars.Id.Type.Named,
        };
        foreach (var mark in type[type.TrimEnd(']', '!').Length..])
            named = mark == '!' ? new NonNullType(named) : new ListType(named);
        g.Query.Field("echo", Scalars.Any(named), f =>
        {
            var v = f.Arg("v", Scalars.Any(named));
            return (_, args, _) => args.Get(v);
        });
        return g.Build();
    }
}
