using System.Text;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Http;

public sealed class GraphHttpTests
{
    const string Json = "application/json; charset=utf-8";
    const string Graph = "application/graphql-response+json; charset=utf-8";

    [Theory]
    [InlineData(null, Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData("application/json", Json)]
    [InlineData("application/graphql-response+json", Graph)]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json", Graph)]
    [InlineData("application/json;q=0.5, application/graphql-response+json", Graph)]
    [InlineData("application/json, application/graphql-response+json;q=0.9", Json)]
    [InlineData("text/html, */*;q=0.1, application/graphql-response+json;q=0.1", Graph)]
    public async Task The_answer_comes_in_the_type_that_is_wanted_most(string? accept, string contentType)
    {
        using var answer = await Post("""{"query":"{ echo }"}""", accept);

        Assert.Equal((200, contentType), (answer.Status, answer.ContentType));
        Assert.Equal("""{"data":{"echo":"hello"}}""", Text(answer));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/json;q=0")]
    public async Task What_cannot_be_served_is_not_acceptable(string accept)
    {
        using var answer = await Post("""{"query":"{ echo }"}""", accept);

        Assert.Equal(406, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Bodies_that_are_no_JSON_are_not_supported(string? contentType)
    {
        using var answer = await Post("""{"query":"{ echo }"}""", contentType: contentType);

        Assert.Equal(415, answer.Status);
    }

    [Theory]
    [InlineData("{ echo", null, 400)]
    [InlineData("{ echo", "*/*", 400)]
    [InlineData("{ echo", "application/json", 200)]
    [InlineData("{ echo", "application/graphql-response+json", 400)]
    [InlineData("{ nothing }", null, 400)]
    [InlineData("{ nothing }", "application/json", 200)]
    [InlineData("{ nothing }", "application/graphql-response+json", 400)]
    [InlineData("query ($a: Int!) { sum(range: {begin: $a}) }", "application/graphql-response+json", 400)]
    [InlineData("query ($a: Int!) { sum(range: {begin: $a}) }", "application/json", 200)]
    [InlineData("{ visits { duration } }", "application/graphql-response+json", 200)]
    [InlineData("{ visits { duration } }", null, 200)]
    public async Task The_status_depends_on_how_far_the_request_got(string document, string? accept, int status)
    {
        using var answer = await Post($$"""{"query":"{{document}}"}""", accept);

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"query\":1}")]
    [InlineData("{\"query\":null}")]
    [InlineData("{\"query\":\"{ echo }\",\"variables\":[]}")]
    [InlineData("{\"query\":\"{ echo }\",\"variables\":\"{}\"}")]
    [InlineData("{\"query\":\"{ echo }\",\"operationName\":1}")]
    [InlineData("{\"query\":\"{ echo }\",\"extensions\":1}")]
    [InlineData("{\"query\":\"{ echo }\"} trailing")]
    [InlineData("{\"query\":\"{ echo(text: \\\"\\ud800\\\") }\"}")]
    [InlineData("""{"query":"{ echo }\q"}""")]
    [InlineData("""{"query":"{ echo }\u12"}""")]
    [InlineData("""{"query":"{ echo }\"}""")]
    [InlineData("""{"query":"{ echo }", "}""")]
    [InlineData("""{"query":"}""")]
    [InlineData("{\"query\":\"{ echo\n}\"}")]
    [InlineData("""[{"query":"{ echo }"}]""")]
    [InlineData("""{"query":"{ echo }","query":"{ echo }"}""")]
    [InlineData("""{"query":"{ echo }","qu\u0065ry":"{ echo }"}""")]
    [InlineData("""{"query":"{ echo }","other":1,"other":1}""")]
    [InlineData("""{"query":"{ echo }","variables":{},"variables":null}""")]
    [InlineData("""{"query":"{ echo }","variables":{"a":1,"a":1}}""")]
    [InlineData("""{"query":"{ echo }","variables":{"a":[{"b":1,"b":1}]}}""")]
    [InlineData("""{"query":"{ echo }","extensions":{"a":1,"a":1}}""")]
    [InlineData("""{"query":"query ($b: By!) { find(by: $b) }","variables":{"b":{"\ud800":1}}}""")]
    [InlineData("""{"query":"{ echo }","variables":{"\ud800":1}}""")]
    [InlineData("""{"query":"{ echo }","operationName":"\ud800"}""")]
    [InlineData("""{"query":"{ echo }","documentId":1}""")]
    [InlineData("""{"query":"{ echo }","documentId":"a"}""")]
    public async Task A_body_of_the_wrong_shape_is_a_bad_request(string body)
    {
        using var answer = await Post(body, "application/json");

        Assert.Equal(400, answer.Status);
        Assert.Single(answer.Errors);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_a_bad_request()
    {
        foreach (var body in (byte[][])
        [
            [.. "{\"query\":\"{ echo }\",\"operationName\":\""u8, 0xff, .. "\"}"u8],
            [.. "{\"query\":\"query ($b: By!) { find(by: $b) }\",\"variables\":{\"b\":{\""u8, 0xff, .. "\":1}}}"u8],
            [.. "{\"query\":\"query ($e: Int) { echo }\",\"variables\":{\"e\":\""u8, 0xff, .. "\"}}"u8],
            [.. "{\"query\":\"{ echo }\\n"u8, 0xff, .. "\"}"u8],
            [.. "{\"query\":\"{ echo(text: \\\""u8, 0xed, 0xa0, 0x80, .. "\\\") }\"}"u8],
        ])
        {
            using var answer = await Post(body);
            Assert.Equal(400, answer.Status);
        }
    }

    [Fact]
    public async Task A_name_that_stands_twice_is_told()
    {
        using var answer = await Post("""{"query":"{ echo }","variables":{"a":1,"a":1}}""");

        Assert.Contains("a name stands twice", Assert.Single(answer.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"query":"{ echo }","variables":null,"operationName":null,"extensions":null,"other":[1,{"query":2}]}""")]
    [InlineData("""{"operationName":"A","query":"query A { echo } query B { next: echo }"}""")]
    [InlineData("""{"query":"{\n  echo(text: \"hello\")\n}"}""")]
    [InlineData("""{"variables":{"t":"hello"},"query":"query ($t: String) { echo(text: $t) }"}""")]
    public async Task The_parts_of_a_body_are_found(string body)
    {
        var http = Http();
        var request = new GraphHttpRequest("POST")
        {
            ContentType = "application/json",
            Body = Encoding.UTF8.GetBytes(body)
        };

        for (var sight = 0; sight < 3; sight++)
        {
            using var answer = await http.Answer(request, TestContext.Current.CancellationToken);
            Assert.Equal("""{"data":{"echo":"hello"}}""", Text(answer));
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var answer = await Post($$"""{"query":"{ echo }{{new string(' ', 300_000)}}"}""");

        Assert.Equal(413, answer.Status);
    }

    [Theory]
    [InlineData("PUT", 405, "GET, POST")]
    [InlineData("DELETE", 405, "GET, POST")]
    public async Task Other_methods_are_not_allowed(string method, int status, string allow)
    {
        using var answer = await Http().Answer(new GraphHttpRequest(method), TestContext.Current.CancellationToken);

        Assert.Equal((status, allow), (answer.Status, answer.Allow));
    }

    [Theory]
    [InlineData("query={ echo }", 200, null)]
    [InlineData("query=query A { echo } query B { a: echo }&operationName=A", 200, null)]
    [InlineData("query=query ($t: String) { echo(text: $t) }&variables={\"t\":\"a\"}&operationName=", 200, null)]
    [InlineData("query=mutation { next }", 405, "POST")]
    [InlineData("query=", 400, null)]
    [InlineData("query={ echo }&variables=[1]", 400, null)]
    [InlineData("query={ echo }&variables={", 400, null)]
    [InlineData("query={ echo }&extensions=1", 400, null)]
    [InlineData("nothing=1", 400, null)]
    [InlineData("query={ echo }&query={ echo }", 400, null)]
    [InlineData("query={ echo }&operationName=A&operationName=A", 400, null)]
    [InlineData("query={ echo }&variables={\"a\":1,\"a\":1}", 400, null)]
    [InlineData("query={ echo }&extensions={\"a\":{\"b\":1,\"b\":1}}", 400, null)]
    [InlineData("query={ echo }&variables={\"\\ud800\":1}", 400, null)]
    [InlineData("query={ echo }&variables=null&extensions=null", 200, null)]
    [InlineData("query={ echo }&other=1&other=2", 200, null)]
    public async Task A_query_string_can_ask_but_not_write(string query, int status, string? allow)
    {
        var values = query.Split('&').Select(p => p.Split('=', 2)).ToLookup(p => p[0], p => p[1]);
        var request = new GraphHttpRequest("GET")
        {
            Query = name => [.. values[name]],
            Accept = "application/graphql-response+json"
        };

        using var answer = await Http().Answer(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, allow), (answer.Status, answer.Allow));
    }

    [Fact]
    public async Task Gets_of_callers_with_cookies_need_a_header()
    {
        var http = new GraphHttp(new GraphEngine(new Clinic().Schema()), new GraphHttpOptions { PreflightGets = true });
        var request = new GraphHttpRequest("GET") { Query = name => name == "query" ? ["{ echo }"] : [] };

        using var refused = await http.Answer(request, TestContext.Current.CancellationToken);
        using var allowed = await http.Answer(request with { Preflighted = true },
            TestContext.Current.CancellationToken);

        Assert.Equal((400, 200), (refused.Status, allowed.Status));
    }

    static GraphHttp Http() => new(new GraphEngine(new Clinic().Schema()));

    static ValueTask<GraphHttpAnswer> Post(string body, string? accept = null,
        string? contentType = "application/json") => Post(Encoding.UTF8.GetBytes(body), accept, contentType);

    static ValueTask<GraphHttpAnswer> Post(byte[] body, string? accept = null,
        string? contentType = "application/json") =>
        Http().Answer(new GraphHttpRequest("POST") { Accept = accept, ContentType = contentType, Body = body });

    static string Text(GraphHttpAnswer answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
