using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Execution;

/// <summary>
/// The span and the cost of each operation that runs, under its type and name; never its text or its variables.
/// </summary>
static class OperationTelemetry
{
    const string Name = "Kalends.GraphQL";

    // Names are the clients' own; a longer one is left out.
    const int NameMax = 100;

    static readonly ActivitySource Source = new(Name);

    static readonly Histogram<long> Cost = new Meter(Name).CreateHistogram(
        "kalends.graphql.operation.cost", "{cost}",
        "Cost of GraphQL operations: the weight of each field times the page sizes above it.",
        advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000],
        });

    /// <summary>Records the cost of an operation, and begins its span; null if it is not traced.</summary>
    public static Activity? Begin(OperationDefinition operation, long cost)
    {
        Record(operation, cost);
        if (!Source.HasListeners()) return null;
        var type = TypeOf(operation);
        var name = operation.Name?.Text is { Length: <= NameMax } given ? given : null;
        var span = Source.StartActivity(name is null ? type : $"{type} {name}");
        span?.SetTag("graphql.operation.type", type)
            .SetTag("graphql.operation.name", name)
            .SetTag("kalends.graphql.operation.cost", cost);
        return span;
    }

    /// <summary>Records the cost of an operation without a span, since a subscription has no end of its own.</summary>
    public static void Record(OperationDefinition operation, long cost) => Cost.Record(
        cost, new KeyValuePair<string, object?>("graphql.operation.type", TypeOf(operation)));

    static string TypeOf(OperationDefinition operation) => operation.Kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        OperationKind.Subscription => "subscription",
    };
}
