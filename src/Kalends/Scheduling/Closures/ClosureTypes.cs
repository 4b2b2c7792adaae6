using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Closures;

/// <summary>The schema type of closures.</summary>
static class ClosureTypes
{
    public static ObjectBuilder<Closure> Closure(Graph graph)
    {
        var type = graph.Schema.Object<Closure>("Closure", Docs.Of(typeof(Closure)))
            .Id("closureId", closure => closure.Id)
            .Field("startsAt", graph.DateTime, closure => closure.StartsAt)
            .Field("endsAt", graph.DateTime, closure => closure.EndsAt)
            .String("reason", closure => closure.Reason);
        ProviderTypes.LeadToProvider(graph, type, closure => closure.ProviderId);
        return type;
    }
}
