using System.Text;
using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Http;

public sealed class EventFramesTests
{
    const string Count = "subscription ($to: Int!) { counted(to: $to) { n } }";
    const string Complete = "event: complete\ndata:\n\n";

    [Theory]
    [InlineData("POST", "text/event-stream")]
    [InlineData("GET", "text/event-stream")]
    [InlineData("POST", "application/json, text/event-stream;q=0.5")]
    public async Task A_subscription_is_a_stream_of_answers(string method, string accept) => Assert.Equal(
        [
            "event: next\ndata: {\"data\":{\"counted\":{\"n\":1}}}\n\n",
            "event: next\ndata: {\"data\":{\"counted\":{\"n\":2}}}\n\n", Complete,
        ], await Frames(Count, accept, method));

    [Fact]
    public async Task A_query_is_one_answer_to_who_takes_nothing_else()
    {
        var frames = await Frames("{ __typename }", "text/event-stream");

        Assert.Equal(["event: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\n", Complete], frames);
    }

    [Theory]
    [InlineData("{ nothing }", "validation_failed")]
    [InlineData("{", "syntax_error")]
    [InlineData("subscription { counted(to: 1) { n } } query A { __typename }", "validation_failed")]
    public async Task What_cannot_run_is_one_answer_that_says_so(string document, string code)
    {
        var frames = await Frames(document, "text/event-stream");

        Assert.Contains(code, frames[0], StringComparison.Ordinal);
        Assert.Equal([Complete], frames.Skip(1));
    }

    [Theory]
    [InlineData("application/json", "{ __typename }")]
    [InlineData("application/json, text/event-stream", "{ __typename }")]
    [InlineData(null, Count)]
    [InlineData("text/event-stream;q=0, */*", Count)]
    public async Task Everything_else_is_answered_at_once(string? accept, string document) =>
        Assert.Null((await Answer(document, accept, "POST")).Frames);

    static async Task<List<string>> Frames(string document, string accept, string method = "POST")
    {
        using var answer = await Answer(document, accept, method);
        Assert.Equal((200, "text/event-stream"), (answer.Status, answer.ContentType));
        var frames = new List<string>();
        await foreach (var frame in answer.Frames!(TestContext.Current.CancellationToken))
            frames.Add(Encoding.UTF8.GetString(frame.Span));
        return frames;
    }

    static async Task<GraphHttpAnswer> Answer(string document, string? accept, string method)
    {
        var variables = document.Contains("$to", StringComparison.Ordinal) ? """{"to":2}""" : "{}";
        var body = $$"""{"query":{{JsonSerializer.Serialize(document)}},"variables":{{variables}}}""";
        return await new GraphHttp(Engine()).Answer(new GraphHttpRequest(method)
        {
            ContentType = "application/json",
            Accept = accept,
            Body = method == "POST" ? Encoding.UTF8.GetBytes(body) : default,
            Query = name => name == "query" ? [document] : name == "variables" ? [variables] : [],
        }, TestContext.Current.CancellationToken);
    }

    static GraphEngine Engine()
    {
        var g = new Clinic().Builder();
        var number = g.Object<int>("Number").Int("n", n => n);
        g.Subscription.Stream("counted", number, f =>
        {
            var to = f.Arg("to", Scalars.Int);
            return (args, _) => Enumerable.Range(1, args.Get(to)).ToAsyncEnumerable();
        });
        return new GraphEngine(g.Build());
    }
}
