namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// The specification's tables of input coercion: the type, the variables that are defined, the literal, the variables
/// as JSON, and what comes out; null where the request must be refused or the field must fail.
/// </summary>
static class CoercionTables
{
    public const string Inputs = """
        input Example { a: String b: Int! }
        input Tagged @oneOf { a: String b: Int }
        input Defaults { a: String = "abc" b: Int! = 123 c: [Int!] = 7 d: Defaults }
        enum Color { RED GREEN }

        """;

    public static TheoryData<string, string?, string, string?, string?> Lists { get; } = new()
    {
        { "[Int]", null, "[1, 2, 3]", null, "[1,2,3]" },
        { "[Int]", null, "[1, null]", null, "[1,null]" },
        { "[Int]", null, "[1, \"b\", true]", null, null },
        { "[Int]", null, "1", null, "[1]" },
        { "[Int]", null, "null", null, "null" },
        { "[[Int]]", null, "[[1], [2, 3]]", null, "[[1],[2,3]]" },
        { "[[Int]]", null, "[1, 2, 3]", null, "[[1],[2],[3]]" },
        { "[[Int]]", null, "[1, null, 3]", null, "[[1],null,[3]]" },
        { "[[Int]]", null, "[[1], [\"b\"]]", null, null },
        { "[[Int]]", null, "1", null, "[[1]]" },
        { "[[Int]]", null, "null", null, "null" },
        { "[Int]!", null, "[1, null]", null, "[1,null]" },
        { "[Int]!", null, "null", null, null },
        { "[Int!]", null, "[1, null]", null, null },
        { "[Int!]", null, "null", null, "null" },
        { "[Int!]!", null, "[1]", null, "[1]" },
        { "[Int!]!", null, "[null]", null, null },
        { "[Int]", "$v: [Int]", "$v", """{"v": [1, null]}""", "[1,null]" },
        { "[Int]", "$v: [Int]", "$v", """{"v": 1}""", "[1]" },
        { "[Int]", "$v: [Int]", "$v", """{"v": null}""", "null" },
        { "[Int]", "$v: [Int]", "$v", """{"v": [1, "b", true]}""", null },
        { "[[Int]]", "$v: [[Int]]", "$v", """{"v": [1, null, 3]}""", "[[1],null,[3]]" },
        { "[[Int]]", "$v: [[Int]]", "$v", """{"v": 1}""", "[[1]]" },
        { "[Int!]", "$v: [Int!]", "$v", """{"v": [1, null]}""", null },
        { "[Int]", "$v: Int", "[$v, 2]", """{"v": 1}""", "[1,2]" },
        { "[Int]", "$v: Int", "[$v, 2]", null, "[null,2]" },
        { "[Int]", "$v: [Int] = 5", "$v", null, "[5]" },
        { "[Int]", "$v: [Int] = [5, null]", "$v", null, "[5,null]" },
    };

    public static TheoryData<string, string?, string, string?, string?> InputObjects { get; } = new()
    {
        { "Example", null, """{ a: "abc", b: 123 }""", null, """{"a":"abc","b":123}""" },
        { "Example", null, "{ a: null, b: 123 }", null, """{"a":null,"b":123}""" },
        { "Example", null, "{ b: 123 }", null, """{"b":123}""" },
        { "Example", "$v: String", "{ a: $v, b: 123 }", """{"v": null}""", """{"a":null,"b":123}""" },
        { "Example", "$v: String", "{ a: $v, b: 123 }", null, """{"b":123}""" },
        { "Example", "$v: Int!", "{ b: $v }", """{"v": 123}""", """{"b":123}""" },
        { "Example", "$v: Example", "$v", """{"v": {"b": 123}}""", """{"b":123}""" },
        { "Example", null, "\"abc123\"", null, null },
        { "Example", "$v: Example", "$v", """{"v": "abc123"}""", null },
        { "Example", null, """{ a: "abc", b: "123" }""", null, null },
        { "Example", null, """{ a: "abc" }""", null, null },
        { "Example", "$v: Int!", "{ b: $v }", null, null },
        { "Example", "$v: Int", "{ b: $v }", """{"v": 123}""", null },
        { "Example", "$v: Example", "$v", """{"v": {"a": "abc"}}""", null },
        { "Example", null, """{ a: "abc", b: null }""", null, null },
        { "Example", "$v: Int!", "{ b: $v }", """{"v": null}""", null },
        { "Example", null, """{ b: 123, c: "xyz" }""", null, null },
        { "Example", "$v: Example", "$v", """{"v": {"b": 123, "c": "xyz"}}""", null },
        { "Example", "$v: Example", "$v", """{"v": [{"b": 123}]}""", null },
        { "Example", "$v: Example = { b: 5 }", "$v", null, """{"b":5}""" },
        { "Example", "$v: Example = { b: 5 }", "$v", """{"v": null}""", "null" },
        { "Example", "$v: Int = 5", "{ b: $v }", null, """{"b":5}""" },
        { "Example", "$v: Int = 5", "{ b: $v }", """{"v": null}""", null },
        { "Defaults", null, "{}", null, """{"a":"abc","b":123,"c":[7]}""" },
        { "Defaults", null, "{ a: null, b: 1, c: null }", null, """{"a":null,"b":1,"c":null}""" },
        { "Defaults", null, "{ b: null }", null, null },
        { "Defaults", null, "{ d: {} }", null, """{"a":"abc","b":123,"c":[7],"d":{"a":"abc","b":123,"c":[7]}}""" },
        { "Defaults", "$v: Defaults", "$v", """{"v": {"b": 2}}""", """{"a":"abc","b":2,"c":[7]}""" },
        { "Defaults", "$v: Defaults", "$v", """{"v": {"b": null}}""", null },
        { "Defaults", "$v: Int", "{ b: $v }", null, """{"a":"abc","b":123,"c":[7]}""" },
        { "Defaults", "$v: Int", "{ b: $v }", """{"v": null}""", null },
    };

    public static TheoryData<string, string?, string, string?, string?> OneOf { get; } = new()
    {
        { "Tagged", null, """{ a: "abc", b: 123 }""", null, null },
        { "Tagged", null, "{ a: null, b: 123 }", null, null },
        { "Tagged", null, "{ a: null, b: null }", null, null },
        { "Tagged", null, "{ a: null }", null, null },
        { "Tagged", null, "{ b: 123 }", null, """{"b":123}""" },
        { "Tagged", null, "{}", null, null },
        { "Tagged", "$v: String", "{ a: $v, b: 123 }", """{"v": null}""", null },
        { "Tagged", "$v: String", "{ a: $v, b: 123 }", null, null },
        { "Tagged", "$v: String!, $w: Int!", "{ a: $v, b: $w }", """{"v": "abc", "w": 1}""", null },
        { "Tagged", "$v: String", "{ a: $v }", """{"v": "abc"}""", null },
        { "Tagged", "$v: Int!", "{ b: $v }", """{"v": 123}""", """{"b":123}""" },
        { "Tagged", "$v: Int!", "{ b: $v }", null, null },
        { "Tagged", "$v: Int!", "{ b: $v }", """{"v": null}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"b": 123}}""", """{"b":123}""" },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"a": "abc"}}""", """{"a":"abc"}""" },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"a": "abc", "b": 123}}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"a": "abc", "b": null}}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"a": null}}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": {}}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": {"b": "abc"}}""", null },
        { "Tagged", "$v: Tagged", "$v", """{"v": "abc123"}""", null },
        { "Tagged", null, "\"abc123\"", null, null },
        { "Tagged", null, """{ b: "123" }""", null, null },
        { "Tagged", null, """{ a: "abc" }""", null, """{"a":"abc"}""" },
        { "Tagged", null, """{ a: "abc", b: null }""", null, null },
        { "Tagged", null, """{ b: 123, c: "xyz" }""", null, null },
    };

    public static TheoryData<string, string?, string, string?, string?> Leaves { get; } = new()
    {
        { "Int", null, "2147483647", null, "2147483647" },
        { "Int", null, "2147483648", null, null },
        { "Int", null, "-2147483648", null, "-2147483648" },
        { "Int", null, "1.0", null, null },
        { "Int", null, "\"1\"", null, null },
        { "Int", "$v: Int", "$v", """{"v": 1.0}""", "1" },
        { "Int", "$v: Int", "$v", """{"v": 1.5}""", null },
        { "Int", "$v: Int", "$v", """{"v": "1"}""", null },
        { "Int", "$v: Int", "$v", """{"v": 2147483648}""", null },
        { "Int", "$v: Int", "$v", """{"v": true}""", null },
        { "Float", null, "1", null, "1" },
        { "Float", null, "1.5e3", null, "1500" },
        { "Float", null, "\"1.5\"", null, null },
        { "Float", "$v: Float", "$v", """{"v": "1.5"}""", null },
        { "String", null, "1", null, null },
        { "String", null, "RED", null, null },
        { "String", null, "\"\"\"\n  a\n    b\n\"\"\"", null, "\"a\\n  b\"" },
        { "String", "$v: String", "$v", """{"v": 1}""", null },
        { "Boolean", null, "true", null, "true" },
        { "Boolean", null, "1", null, null },
        { "Boolean", "$v: Boolean", "$v", """{"v": "true"}""", null },
        { "Boolean", "$v: Boolean", "$v", """{"v": 0}""", null },
        { "ID", null, "4", null, "\"4\"" },
        { "ID", null, "\"4\"", null, "\"4\"" },
        { "ID", null, "4.5", null, null },
        { "ID", null, "123456789012345678901234567890", null, "\"123456789012345678901234567890\"" },
        { "ID", "$v: ID", "$v", """{"v": 4}""", "\"4\"" },
        { "ID", "$v: ID", "$v", """{"v": 4.5}""", null },
        { "ID", "$v: ID", "$v", """{"v": true}""", null },
        { "Color", null, "RED", null, "\"RED\"" },
        { "Color", null, "\"RED\"", null, null },
        { "Color", null, "BLUE", null, null },
        { "Color", "$v: Color", "$v", """{"v": "RED"}""", "\"RED\"" },
        { "Color", "$v: Color", "$v", """{"v": "BLUE"}""", null },
        { "Color", "$v: Color", "$v", """{"v": 0}""", null },
        { "Int = 3", null, "", null, "3" },
        { "Int = 3", null, "null", null, "null" },
        { "Int = 3", "$v: Int", "$v", null, "3" },
        { "Int = 3", "$v: Int", "$v", """{"v": null}""", "null" },
        { "Int = 3", "$v: Int = 4", "$v", null, "4" },
        { "Int! = 3", "$v: Int", "$v", null, "3" },
        { "Int! = 3", "$v: Int", "$v", """{"v": null}""", null },
        { "Int!", "$v: Int!", "$v", null, null },
        { "Int!", "$v: Int! = 5", "$v", null, "5" },
    };

    /// <summary>The schema and the document of a row; the field answers with its coerced arguments as JSON.</summary>
    public static (string Sdl, string Document, string? Answer) Request(
        string type, string? definitions, string literal, string? expected)
    {
        var sdl = Inputs + $"type Query {{ echo(value: {type}): String }}";
        var head = definitions is null ? "" : $"query ({definitions}) ";
        var argument = literal.Length == 0 ? "" : $"(value: {literal})";
        var answer = expected is null ? null : $$"""{"echo":{{JsText.Quote($$"""{"value":{{expected}}}""")}}}""";
        return (sdl, $"{head}{{ echo{argument} }}", answer);
    }
}
