using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Openings;

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
            .Id("firstSlotId", opening => opening.FirstSlotId)
            .Field("hours", Hours(graph).OrNull(), opening => opening.Hours);
        ProviderTypes.LeadToProvider(graph, type, opening => opening.ProviderId);
        return type;
    }

    static ObjectBuilder<OpeningHours> Hours(Graph graph) => graph.Schema
        .Object<OpeningHours>("OpeningHours", Docs.Of(typeof(OpeningHours)))
        .String("timeZone", hours => hours.TimeZone)
        .String("localStart", hours => hours.LocalStart)
        .Field("serviceIds", Scalars.IdFromLong.List(), hours => hours.ServiceIds);
}
