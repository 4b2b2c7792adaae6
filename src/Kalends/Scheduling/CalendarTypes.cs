using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>The schema types of a calendar's openings and closures.</summary>
static class CalendarTypes
{
    public static ObjectBuilder<Opening> Opening(Graph graph)
    {
        var type = graph.Schema.Object<Opening>("Opening", Docs.Of(typeof(Opening)))
            .Id("openingId", opening => opening.Id)
            .Field("startsAt", graph.DateTime, opening => opening.StartsAt)
            .Field("endsAt", graph.DateTime, opening => opening.EndsAt)
            .StringOrNull("type", opening => opening.Type)
            .Int("slotMinutes", opening => opening.SlotMinutes)
            .Field("slotSeconds", graph.Long, opening => opening.SlotSeconds)
            .Int("slotCount", opening => opening.SlotCount)
            .Id("firstSlotId", opening => opening.FirstSlotId);
        ProviderTypes.LeadToProvider(graph, type, opening => opening.ProviderId);
        return type;
    }

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
