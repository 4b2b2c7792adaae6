using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Execution;

/// <summary>What the engine tells of an operation to those who listen: its type, its name and its cost.</summary>
public sealed class TelemetryTests
{
    [Theory]
    [InlineData("query OfMine { echo(text: \"hunter2\") }", "query OfMine", "OfMine")]
    [InlineData("{ hunter2: echo }", "query", null)]
    public async Task An_operation_is_a_span_with_its_type_and_name_and_nothing_of_its_text(
        string document, string expected, string? name)
    {
        var span = Assert.Single(await SpansOf(document));

        Assert.Equal(expected, span.DisplayName);
        Assert.Equal(name, span.GetTagItem("graphql.operation.name"));
        Assert.Equal("query", span.GetTagItem("graphql.operation.type"));
        Assert.Equal(1L, span.GetTagItem("kalends.graphql.operation.cost"));
        Assert.DoesNotContain("hunter2", string.Join(' ', span.TagObjects), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_more_than_a_hundred_characters_is_left_out()
    {
        var (longest, longer) = (new string('n', 100), new string('n', 101));

        Assert.Equal($"query {longest}", Assert.Single(await SpansOf($"query {longest} {{ echo }}")).DisplayName);
        Assert.Equal("query", Assert.Single(await SpansOf($"query {longer} {{ echo }}")).DisplayName);
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("{")]
    [InlineData("query A { echo } query B { echo }")]
    public async Task What_does_not_run_has_no_span(string document) => Assert.Empty(await SpansOf(document));

    [Fact]
    public async Task The_cost_is_measured_by_the_type_of_the_operation()
    {
        var costs = new List<(long Cost, string? Type)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "kalends.graphql.operation.cost")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, cost, tags, _) =>
        {
            lock (costs)
                costs.Add((cost, (string?)tags[0].Value));
        });
        listener.Start();

        await Run.Text("{ a: echo b: echo c: echo d: echo e: echo f: echo g: echo }");

        lock (costs)
            Assert.Contains((7, "query"), costs);
    }

    /// <summary>The spans of one run; those of tests beside it belong to other traces.</summary>
    static async Task<IReadOnlyList<Activity>> SpansOf(string document)
    {
        var spans = new List<Activity>();
        using var own = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Kalends.GraphQL",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                    if (span.TraceId == own.TraceId)
                        spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Run.Text(document);
        return spans;
    }
}
