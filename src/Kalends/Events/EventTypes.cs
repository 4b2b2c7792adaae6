using System.Globalization;
using Kalends.GraphQL.Types;
using Kalends.Platform;
using Kalends.Platform.GraphQL;

namespace Kalends.Events;

/// <summary>Events as types of the schema: in our words, and in those of the original event service.</summary>
static class EventTypes
{
    public static ObjectBuilder<LoggedEvent> LogEvent(Graph graph) => graph.Schema
        .Object<LoggedEvent>("LogEvent", "A line of the event log.")
        .Id("eventId", happened => happened.Id)
        .String("position", happened => happened.Position)
        .Field("createdAt", graph.DateTime, happened => happened.CreatedAt)
        .StringOrNull("component", happened => happened.Component)
        .StringOrNull("kind", happened => happened.Kind)
        .StringOrNull("subject", happened => happened.Subject)
        .String("actor", happened => happened.Actor)
        .StringOrNull("providerId", happened => happened.ProviderId?.ToString(CultureInfo.InvariantCulture))
        .StringOrNull("email", happened => happened.Email)
        .StringOrNull("environment", happened => happened.Environment)
        .StringOrNull("message", happened => happened.Message)
        .Field("data", graph.JsonString.OrNull(), happened => happened.Data);

    public static ObjectBuilder<OriginalEvents.Saved> SaveEvent(Graph graph) => graph.Schema
        .Object<OriginalEvents.Saved>("SaveEvent", "What saveEvent answers.")
        .Field("event", EventsType(graph).OrNull(), saved => saved.Event);

    public static ObjectBuilder<LoggedEvent> EventsType(Graph graph) =>
        graph.Known<LoggedEvent>("EventsType") ?? graph.Schema
            .Object<LoggedEvent>("EventsType", "A line of the event log, in the words of the original service.")
            .String("id", happened => happened.Id)
            .Field("createdAt", graph.JsonString.OrNull(), happened => new RawJson(
                happened.CreatedAt.UnixSeconds.ToString(CultureInfo.InvariantCulture)))
            .StringOrNull("email", happened => happened.Email)
            .StringOrNull("environment", happened => happened.Environment)
            .StringOrNull("component", happened => happened.Component)
            .StringOrNull("message", happened => happened.Message)
            .Field("data", graph.JsonString.OrNull(), happened => happened.Data);
}
