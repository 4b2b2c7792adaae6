using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>The schema type of openings.</summary>
static class OpeningTypes
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
}
