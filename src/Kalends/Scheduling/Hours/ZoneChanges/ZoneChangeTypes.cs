using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours.ZoneChanges;

/// <summary>The schema type of changes by the time zone data.</summary>
static class ZoneChangeTypes
{
    public static ObjectBuilder<ZoneChange> ZoneChange(Graph graph)
    {
        var type = graph.Schema.Object<ZoneChange>("ZoneChange", Docs.Of(typeof(ZoneChange)))
            .Id("openingId", change => change.OpeningId)
            .Field("reservationId", Scalars.IdFromLong.OrNull(), change => change.ReservationId)
            .String("timeZone", change => change.TimeZone)
            .String("localStart", change => change.LocalStart)
            .Field("startsAt", graph.DateTime, change => change.StartsAt)
            .Field("movesTo", graph.DateTime, change => change.MovesTo);
        ProviderTypes.LeadToProvider(graph, type, change => change.ProviderId);
        return type;
    }
}
