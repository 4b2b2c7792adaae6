using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Scheduling.Explaining;

/// <summary>The schema types of explanations.</summary>
static class ExplanationTypes
{
    public static ObjectBuilder<Explanation> Explanation(Graph graph, ObjectBuilder<SlotView> slot) => graph.Schema
        .Object<Explanation>("Explanation", Docs.Of(typeof(Explanation)))
        .Field("providerId", Scalars.IdFromLong, explained => explained.ProviderId)
        .Field("serviceId", Scalars.IdFromLong.OrNull(), explained => explained.ServiceId)
        .Field("at", graph.DateTime.OrNull(), explained => explained.At)
        .String("localTime", explained => explained.LocalTime)
        .String("timeZone", explained => explained.TimeZone)
        .Field("bookable", Scalars.Boolean, explained => explained.Bookable)
        .Field("slot", slot.OrNull(), explained => explained.Slot)
        .Field("obstacles", Obstacle(graph).List(), explained => explained.Obstacles)
        .Field("next", slot.OrNull(), explained => explained.Next);

    static ObjectBuilder<Obstacle> Obstacle(Graph graph) => graph.Schema
        .Object<Obstacle>("Obstacle", Docs.Of(typeof(Obstacle)))
        .Field("code", graph.Words<ObstacleCode>(), obstacle => obstacle.Code)
        .String("detail", obstacle => obstacle.Detail)
        .Field("until", graph.DateTime.OrNull(), obstacle => obstacle.Until)
        .Field("reservationId", Scalars.IdFromLong.OrNull(), obstacle => obstacle.ReservationId);
}
