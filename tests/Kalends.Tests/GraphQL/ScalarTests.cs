using System.Text.Json;
using System.Text.RegularExpressions;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.GraphQL;

/// <summary>Every scalar of the schema, at its bounds and one beyond, in every way that a client can give it.</summary>
public sealed partial class ScalarTests
{
    const string Refused = "refused";
    const string Min = "0001-01-01T00:00:00Z";
    const string Max = "9999-12-31T23:59:59.999999Z";

    /// <summary>A type, a value as GraphQL and as JSON where it can be written so, and how it is answered.</summary>
    public static TheoryData<string, string?, string?, string> Values
    {
        get
        {
            var data = new TheoryData<string, string?, string?, string>();
            void Same(string type, string value, string shown) => data.Add(type, value, value, shown);
            void Taken(string type, params string[] values) => Array.ForEach(values, v => Same(type, v, v));
            void Never(string type, params string[] values) => Array.ForEach(values, v => Same(type, v, Refused));
            void Json(string type, string value, string shown) => data.Add(type, null, value, shown);
            void Literal(string type, string value, string shown) => data.Add(type, value, null, shown);

            Taken("Int", "0", "-2147483648", "2147483647");
            Same("Int", "-0", "0");
            Never("Int", "-2147483649", "2147483648", "9223372036854775808", "1.5", "\"1\"", "true", "[]", "{}");
            Json("Int", "1.0", "1");
            Json("Int", "2e3", "2000");
            Literal("Int", "1.0", Refused);

            Taken("Float", "0", "1", "-1.5", "9007199254740991");
            Same("Float", "1.7976931348623157e308", "1.7976931348623157E+308");
            Same("Float", "-1.7976931348623157e308", "-1.7976931348623157E+308");
            Same("Float", "5e-324", "5E-324");
            Never("Float", "1e309", "-1e309", "\"1\"", "true", "[]", "{}");

            Taken("String", "\"\"", "\"a\"", "\"\\u0000\"", "\"true\"");
            Same("String", "\"\\ud83e\\udd89\"", "\"🦉\"");
            Never("String", "1", "1.5", "true", "[]", "{}");
            Json("String", "\"\\ud800\"", Refused);

            Taken("Boolean", "true", "false");
            Never("Boolean", "0", "1", "\"true\"", "\"\"", "[]", "{}");

            Taken("ID", "\"\"", "\"a\"", "\"4.0\"");
            Same("ID", "4", "\"4\"");
            Same("ID", "-9223372036854775808", "\"-9223372036854775808\"");
            Same("ID", "9223372036854775807", "\"9223372036854775807\"");
            Same("ID", "123456789012345678901234567890", "\"123456789012345678901234567890\"");
            Never("ID", "4.0", "4.5", "4e2", "4E2", "true", "[]", "{}");

            Taken("Long", "0", "100", "2147483648", "-2147483649", "9007199254740991", "-9007199254740991");
            Same("Long", "-0", "0");
            Never("Long", "9007199254740992", "-9007199254740992", "9223372036854775807", "9223372036854775808",
                "1e300", "0.5", "9007199254740990.5", "9007199254740991.4", "\"1\"", "true", "[]", "{}");
            Json("Long", "12000.0", "12000");
            Json("Long", "1.2e4", "12000");
            Json("Long", "9007199254740991.0", "9007199254740991");
            Json("Long", "-9007199254740991.0", "-9007199254740991");
            Json("Long", "9007199254740992.0", Refused);
            Json("Long", "1e309", Refused);
            Literal("Long", "12000.0", Refused);

            Taken("DateTime", $"\"{Min}\"", $"\"{Max}\"", "\"2024-02-29T12:00:00Z\"");
            Same("DateTime", "\"2026-11-21T10:00:00+01:00\"", "\"2026-11-21T09:00:00Z\"");
            Never("DateTime", "\"0001-01-01T00:00:00+00:01\"", "\"9999-12-31T23:59:59-00:01\"",
                "\"10000-01-01T00:00:00Z\"", "\"2026-02-29T12:00:00Z\"", "\"2026-11-21T10:00:00\"",
                "\"2026-11-21\"", "\"\"", "0", "1.5", "true", "[]", "{}");

            Taken("Date", "\"0001-01-01\"", "\"9999-12-31\"", "\"2024-02-29\"");
            Never("Date", "\"0000-12-31\"", "\"10000-01-01\"", "\"2026-02-29\"", "\"2026-11-21T10:00:00Z\"", "\"\"",
                "20261121", "1.5", "true", "[]", "{}");

            Taken("JSONString", """ "{\"n\":1}" """.Trim(), "\"null\"", "\"1.0\"");
            Same("JSONString", "\" [ 1 ] \"", "\"[1]\"");
            Never("JSONString", "\"\"", "\"{\"", "\"1 2\"", "1", "1.5", "true", "[]", "{}");
            return data;
        }
    }

    [Theory, MemberData(nameof(Values))]
    public async Task A_scalar_is_read_alike_from_wherever_it_comes(
        string type, string? literal, string? json, string shown)
    {
        if (literal is not null)
        {
            await AsLiteral(type, literal, shown);
            await AsDefaultOfAVariable(type, literal, shown);
            await AsDefaultOfTheSchema(type, literal, shown);
        }
        if (json is not null)
            await AsVariable(type, json, shown);
    }

    [Fact]
    public void No_scalar_of_the_schema_is_missing_here()
    {
        var served = Defined().Matches(SourceTree.Read("docs/api/schema.graphql"))
            .Select(scalar => scalar.Groups[1].Value);

        Assert.Equal(
            served.Concat(["Int", "Float", "String", "Boolean", "ID"]).Order(StringComparer.Ordinal),
            Values.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    static async Task AsLiteral(string type, string literal, string shown)
    {
        const string code = "validation_failed";
        var schema = Schema(type);

        await Answers(schema, $"{{ one(v: {literal}) }}", null, "one", shown, code);
        await Answers(schema, $"{{ box(v: {{v: {literal}}}) }}", null, "box", shown, code);
        await Answers(schema, $"{{ many(v: [{literal}, {literal}]) }}", null, "many", Twice(shown), code);
        // A list stands for itself, and anything else for a list of one.
        if (!literal.StartsWith('['))
            await Answers(schema, $"{{ many(v: {literal}) }}", null, "many", Once(shown), code);
    }

    static async Task AsDefaultOfAVariable(string type, string literal, string shown)
    {
        var schema = Schema(type);

        await Answers(schema, $"query ($v: {type} = {literal}) {{ one(v: $v) }}", null, "one", shown,
            "validation_failed");
        await Answers(schema, $"query ($v: [{type}] = [{literal}, {literal}]) {{ many(v: $v) }}", "{}", "many",
            Twice(shown), "validation_failed");
    }

    static async Task AsDefaultOfTheSchema(string type, string literal, string shown)
    {
        if (shown == Refused)
        {
            Assert.Throws<SchemaException>(() => Schema(type, literal));
            return;
        }
        var schema = Schema(type, literal);

        await Answers(schema, "{ one }", null, "one", shown, "");
        await Answers(schema, "query ($v: " + type + ") { one(v: $v) }", "{}", "one", shown, "");
        await Answers(schema, "{ box(v: {}) }", null, "box", shown, "");
        await Answers(schema, "query ($v: Box!) { box(v: $v) }", "{\"v\":{}}", "box", shown, "");
    }

    static async Task AsVariable(string type, string json, string shown)
    {
        const string code = "bad_variables";
        var schema = Schema(type);

        await Answers(schema, $"query ($v: {type}!) {{ one(v: $v) }}", $"{{\"v\":{json}}}", "one", shown, code);
        await Answers(schema, $"query ($v: {type} = null) {{ one(v: $v) }}", $"{{\"v\":{json}}}", "one", shown, code);
        await Answers(schema, $"query ($v: [{type}!]!) {{ many(v: $v) }}", $"{{\"v\":[{json},{json}]}}", "many",
            Twice(shown), code);
        await Answers(schema, $"query ($v: {type}) {{ many(v: [$v, $v]) }}", $"{{\"v\":{json}}}", "many",
            Twice(shown), code);
        await Answers(schema, "query ($v: Box!) { box(v: $v) }", $"{{\"v\":{{\"v\":{json}}}}}", "box", shown, code);
        await Answers(schema, $"query ($v: {type}) {{ box(v: {{v: $v}}) }}", $"{{\"v\":{json}}}", "box", shown, code);
        if (!json.StartsWith('['))
            await Answers(schema, $"query ($v: [{type}]) {{ many(v: $v) }}", $"{{\"v\":{json}}}", "many", Once(shown),
                code);
    }

    static async Task Answers(
        Schema schema, string document, string? variables, string field, string shown, string code)
    {
        JsonElement? given = variables is null ? null : JsonElement.Parse(variables);
        using var answer = await new GraphEngine(schema).Execute(
            new GraphRequest(document) { Variables = given }, TestContext.Current.CancellationToken);

        if (shown != Refused)
            Assert.Equal($"{{\"data\":{{\"{field}\":{shown}}}}}", answer.ToString());
        else
            Assert.Equal(code, Assert.Single(answer.Errors.DistinctBy(error => error.Code)).Code);
    }

    static string Once(string shown) => shown == Refused ? Refused : $"[{shown}]";

    static string Twice(string shown) => shown == Refused ? Refused : $"[{shown},{shown}]";

    static Schema Schema(string type, string? fallback = null)
    {
        var graph = new Graph([], new ServiceCollection().BuildServiceProvider());
        var scalar = (type switch
        {
            "Int" => Scalars.Int.Type,
            "Float" => Scalars.Float.Type,
            "String" => Scalars.String.Type,
            "Boolean" => Scalars.Boolean.Type,
            "ID" => Scalars.Id.Type,
            "DateTime" => graph.DateTime.Type,
            "Date" => graph.Date.Type,
            "Long" => graph.Long.Type,
            "JSONString" => graph.JsonString.Type,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such scalar."),
        }).Nullable;
        var (one, many) = (Scalars.Any(scalar), Scalars.Any(new ListType(scalar)));
        var box = graph.Schema.Input<object?>("Box").Fields(fields =>
        {
            var v = fields.Field("v", one, fallback);
            return values => values.Get(v);
        });
        Echo("one", one, one);
        Echo("many", many, many);
        Echo("box", box, one);
        return graph.Schema.Build();

        void Echo(string name, Typed<object?> given, Typed<object?> shown) =>
            graph.Schema.Query.Field(name, shown, field =>
            {
                var v = field.Arg("v", given, name == "one" ? fallback : null);
                return (args, _) => new(args.Get(v));
            });
    }

    [GeneratedRegex(@"^scalar (\w+)", RegexOptions.Multiline)]
    private static partial Regex Defined();
}
