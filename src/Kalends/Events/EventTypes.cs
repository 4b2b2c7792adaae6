using System.Globalization;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Events;

/// <summary>The types of events in the schema.</summary>
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
}
