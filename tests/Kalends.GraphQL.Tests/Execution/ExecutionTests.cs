using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Execution;

public sealed class ExecutionTests
{
    [Theory]
    [InlineData("{ echo }", """{"data":{"echo":"hello"}}""")]
    [InlineData("{ a: echo b: echo(text: \"x\\\"\\n\") }", """{"data":{"a":"hello","b":"x\"\n"}}""")]
    [InlineData("{ echo(text: null) }", """{"data":{"echo":"null"}}""")]
    [InlineData("{ visits { id start kind } }",
        """{"data":{"visits":[{"id":"1","start":1644747572,"kind":"ONE_OFF"},{"id":"2","start":"""
            + """1644780000,"kind":"CONSULTATION"},{"id":"3","start":null,"kind":"ONE_OFF"}]}}""")]
    [InlineData("{ visits { therapist { name skills } } }",
        """{"data":{"visits":[{"therapist":{"name":"jeff","skills":["Addiction","ADHD"]}},{"therapist":"""
            + """{"name":"jane","skills":["CBT","Divorce","Sexuality"]}},{"therapist":{"name":"jeff","skills":"""
            + """["Addiction","ADHD"]}}]}}""")]
    [InlineData("{ things { __typename ...T ... on Visit { id } } } fragment T on Therapist { name }",
        """{"data":{"things":[{"__typename":"Therapist","name":"jeff"},{"__typename":"Visit","id":"2"},null,"""
            + """{"__typename":"Therapist","name":"jane"}]}}""")]
    [InlineData("{ named { name ... on Therapist { visits { id } } } }",
        """{"data":{"named":[{"name":"visit 1"},{"name":"jane","visits":[{"id":"2"}]}]}}""")]
    [InlineData("{ sum(range: {begin: 1}) }", """{"data":{"sum":101}}""")]
    [InlineData("{ kinds(of: ONE_OFF) }", """{"data":{"kinds":"one-off"}}""")]
    [InlineData("{ find(by: {id: 3}) }", """{"data":{"find":"3"}}""")]
    [InlineData("{ echo @skip(if: true) sum(range: {begin: 1, end: 2}) @include(if: true) }", """{"data":{"sum":3}}""")]
    [InlineData("{ b: echo ...F a: echo } fragment F on Query { a: echo b: echo c: echo }",
        """{"data":{"b":"hello","a":"hello","c":"hello"}}""")]
    [InlineData("{ ...F @skip(if: true) ...F } fragment F on Query { echo }", """{"data":{"echo":"hello"}}""")]
    [InlineData("{ echo } # comment", """{"data":{"echo":"hello"}}""")]
    [InlineData("{ __typename @include(if: false) }", """{"data":{}}""")]
    public async Task An_answer_has_the_shape_of_the_question(string document, string expected) =>
        Assert.Equal(expected, await Run.Text(document));

    [Theory]
    [InlineData("query ($s: Boolean!) { a: echo @skip(if: $s) b: echo @include(if: $s) }", """{"s":true}""",
        """{"data":{"b":"hello"}}""")]
    [InlineData("query ($s: Boolean!) { a: echo @skip(if: $s) b: echo @include(if: $s) }", """{"s":false}""",
        """{"data":{"a":"hello"}}""")]
    [InlineData("query ($t: String) { echo(text: $t) }", "{}", """{"data":{"echo":"hello"}}""")]
    [InlineData("query ($t: String) { echo(text: $t) }", """{"t":null}""", """{"data":{"echo":"null"}}""")]
    [InlineData("query ($t: String = \"d\") { echo(text: $t) }", "{}", """{"data":{"echo":"d"}}""")]
    [InlineData("query ($b: Int!) { sum(range: {begin: $b, end: 1}) }", """{"b":4}""", """{"data":{"sum":5}}""")]
    [InlineData("query ($r: Range!) { sum(range: $r) }", """{"r":{"begin":4}}""", """{"data":{"sum":104}}""")]
    [InlineData("query ($k: [Kind!]) { kinds(of: $k) }", """{"k":["ONE_OFF","CONSULTATION"]}""",
        """{"data":{"kinds":"one-off+consultation"}}""")]
    public async Task Variables_take_their_place(string document, string variables, string expected) =>
        Assert.Equal(expected, await Run.Text(document, variables));

    [Fact]
    public async Task A_null_in_a_non_null_field_nulls_the_nearest_nullable_parent()
    {
        var answer = await Run.Text("{ named { name ... on Visit { duration } } echo }");

        Assert.StartsWith("""{"data":{"named":null,"echo":"hello"},"errors":[{"message":"It has no duration.",""",
            answer);
        Assert.Contains("""
            "path":["named",0,"duration"],"extensions":{"code":"no_duration"}
            """.Trim(), answer);
    }

    [Fact]
    public async Task A_null_that_meets_no_nullable_parent_nulls_the_data() =>
        Assert.StartsWith("""{"data":null,"errors":[""", await Run.Text("{ visits { duration } }"));

    [Fact]
    public async Task Several_failed_positions_are_several_errors()
    {
        var answer = await Run.Json("{ visits { therapist { broken } } }");

        Assert.Equal(3, answer.GetProperty("errors").GetArrayLength());
        Assert.Equal(3, answer.GetProperty("data").GetProperty("visits").GetArrayLength());
    }

    [Fact]
    public async Task An_unexpected_exception_tells_the_client_only_a_trace_id()
    {
        var options = new GraphOptions { Trace = (_, _) => "t-1" };

        var answer = await Run.Text("{ visits { therapist { bug } } }", options: options);

        Assert.DoesNotContain("secret", answer);
        Assert.Contains("""{"code":"internal_error","traceId":"t-1"}""", answer);
    }

    [Fact]
    public async Task Each_level_is_one_batch_of_distinct_keys()
    {
        var clinic = new Clinic();

        await Run.Text(clinic.Schema(), "{ visits { therapist { visits { therapist { name } } } } }");

        Assert.Equal(["therapists 1,2", "visits of 2", "therapists 1,2"], clinic.Calls);
    }

    [Fact]
    public async Task Mutations_run_one_after_the_other() =>
        Assert.Equal("""{"data":{"a":1,"b":2,"c":3}}""", await Run.Text("mutation { a: next b: next c: next }"));

    [Fact]
    public async Task A_failed_mutation_does_not_stop_the_next_one() =>
        Assert.StartsWith("""{"data":{"a":1,"fail":null,"b":2},"errors":[""",
            await Run.Text("mutation { a: next fail b: next }"));

    [Fact]
    public async Task A_requirement_is_asked_of_the_host()
    {
        var yes = new GraphOptions
        {
            Authorize = (requirement, _) =>
            requirement is Clinic.Admin ? null : new("no", "No.")
        };
        var no = new GraphOptions { Authorize = (_, _) => new GraphError("forbidden", "Only for admins.") };

        Assert.Contains("jane knows", await Run.Text("{ named { ... on Therapist { secret } } }", options: yes));
        var refused = await Run.Text("{ named { ... on Therapist { secret } } }", options: no);
        Assert.Contains("\"secret\":null", refused);
        Assert.Contains("\"path\":[\"named\",1,\"secret\"],\"extensions\":{\"code\":\"forbidden\"}", refused);
    }

    [Theory]
    [InlineData("query A { echo } query B { echo }", "operation_not_found")]
    [InlineData("{ echo", "syntax_error")]
    [InlineData("query ($b: Int!) { sum(range: {begin: $b}) }", "bad_variables")]
    public async Task A_request_that_cannot_run_has_no_data(string document, string code)
    {
        var answer = await Run.Json(document);

        Assert.False(answer.TryGetProperty("data", out _));
        Assert.Equal(code, await Run.Code(document));
    }
}
