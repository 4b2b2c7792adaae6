using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Execution;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Each_occurrence_becomes_an_answer() => Assert.Equal(
        ["""{"data":{"counted":{"n":1}}}""", """{"data":{"counted":{"n":2}}}"""],
        await Answers("subscription { counted(to: 2) { n } }"));

    [Fact]
    public async Task A_subscription_that_is_not_valid_is_one_refusal() =>
        Assert.Contains("validation_failed", Assert.Single(await Answers("subscription { counted { n } }")));

    [Fact]
    public async Task A_subscription_is_not_executed_as_a_query()
    {
        using var answer = await Engine().Execute(
            new GraphRequest("subscription { counted(to: 2) { n } }"), TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.NotAllowed, answer.Outcome);
    }

    [Fact]
    public async Task A_source_that_fails_ends_with_its_error()
    {
        var answers = await Answers("subscription { broken { n } }");

        Assert.Equal("""{"data":{"broken":{"n":1}}}""", answers[0]);
        Assert.Equal("""{"errors":[{"message":"No more.","extensions":{"code":"spent"}}]}""", answers[1]);
        Assert.Equal(2, answers.Count);
    }

    static async IAsyncEnumerable<int> Broken()
    {
        yield return await Task.FromResult(1);
        throw new GraphException("spent", "No more.");
    }

    static async Task<List<string>> Answers(string document)
    {
        var answers = new List<string>();
        var request = new GraphRequest(document);
        await foreach (var answer in Engine().Subscribe(request, TestContext.Current.CancellationToken))
        {
            using (answer) answers.Add(answer.ToString());
        }
        return answers;
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
        g.Subscription.Stream("broken", number, _ => (_, _) => Broken());
        return new GraphEngine(g.Build());
    }
}
