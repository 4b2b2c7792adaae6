using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Introspection;

public sealed class IntrospectionTests
{
    [Theory]
    [InlineData("{ __schema { queryType { name } mutationType { name } subscriptionType { name } } }",
        """{"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"}"""
            + ""","subscriptionType":null}}}""")]
    [InlineData("{ __type(name: \"Nothing\") { name } }", """{"data":{"__type":null}}""")]
    [InlineData(
        "{ __type(name: \"Kind\") { kind enumValues { name } all: enumValues(includeDeprecated: true) { name "
            + "isDeprecated deprecationReason } } }",
        """{"data":{"__type":{"kind":"ENUM","enumValues":[{"name":"ONE_OFF"}],"all":["""
            + """{"name":"ONE_OFF","isDeprecated":false,"deprecationReason":null},"""
            + """{"name":"CONSULTATION","isDeprecated":true,"deprecationReason":"old"}]}}}""")]
    [InlineData(
        "{ __type(name: \"Range\") { kind isOneOf inputFields { name defaultValue type { kind name ofType { kind "
            + "name } } } fields { name } } }",
        """{"data":{"__type":{"kind":"INPUT_OBJECT","isOneOf":false,"inputFields":["""
            + """{"name":"begin","defaultValue":null,"type":{"kind":"NON_NULL","name":null,"ofType":"""
            + """{"kind":"SCALAR","name":"Int"}}},{"name":"end","defaultValue":"100","type":"""
            + """{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","name":"Int"}}}],"fields":null}}}""")]
    [InlineData("{ __type(name: \"By\") { isOneOf } }", """{"data":{"__type":{"isOneOf":true}}}""")]
    [InlineData("{ __type(name: \"Thing\") { kind possibleTypes { name } interfaces { name } } }",
        """{"data":{"__type":{"kind":"UNION","possibleTypes":[{"name":"Therapist"},{"name":"Visit"}]"""
            + ""","interfaces":null}}}""")]
    [InlineData("{ __type(name: \"Named\") { kind possibleTypes { name } fields { name } } }",
        """{"data":{"__type":{"kind":"INTERFACE","possibleTypes":[{"name":"Therapist"},{"name":"Visit"}]"""
            + ""","fields":[{"name":"name"}]}}}""")]
    [InlineData("{ __schema { directives { name isRepeatable locations args { name defaultValue } } } }",
        """{"data":{"__schema":{"directives":[{"name":"include","isRepeatable":false,"locations":"""
            + """["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if","defaultValue":null}]},"""
            + """{"name":"skip","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"]"""
            + ""","args":[{"name":"if","defaultValue":null}]},{"name":"deprecated","isRepeatable":"""
            + """false,"locations":["FIELD_DEFINITION","ARGUMENT_DEFINIT"""
            + """ION","INPUT_FIELD_DEFINITION","ENUM_VALUE"],"args":[{"n"""
            + """ame":"reason","defaultValue":"\"No longer supported\""}]},{"name":"specifiedBy","isRepeatable":"""
            + """false,"locations":["SCALAR"],"args":[{"name":"url","defaultValue":null}]},"""
            + """{"name":"oneOf","isRepeatable":false,"locations":["INPUT_OBJECT"],"args":[]}]}}}""")]
    public async Task The_schema_tells_about_itself(string document, string expected) =>
        Assert.Equal(expected, await Run.Text(document));

    [Fact]
    public async Task Types_stand_in_the_order_of_their_definition()
    {
        var answer = await Run.Json("{ __schema { types { name } } }");
        var names = answer.GetProperty("data").GetProperty("__schema").GetProperty("types").EnumerateArray()
            .Select(t => t.GetProperty("name").GetString());

        Assert.Equal(
            ["Named", "String", "Therapist", "ID", "Kind", "Visit", "Int", "Thing", "Range", "By", "Query", "Mutation",
                "Boolean",
                "__Schema", "__Type", "__TypeKind", "__Field", "__InputValue", "__EnumValue", "__Directive",
                    "__DirectiveLocation"],
            names);
    }

    [Fact]
    public async Task Introspection_can_be_switched_off()
    {
        var off = new GraphOptions { Introspection = false };

        Assert.Equal("introspection_off", await Run.Code("{ __schema { queryType { name } } }", options: off));
        Assert.Equal("""{"data":{"__typename":"Query"}}""", await Run.Text("{ __typename }", options: off));
    }

    [Fact]
    public async Task Introspection_that_circles_is_refused() => Assert.Equal("limit_introspection", await Run.Code(
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"));
}
