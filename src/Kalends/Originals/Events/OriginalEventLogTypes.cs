using System.Globalization;
using Kalends.Events;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Originals.Events;

/// <summary>The types of events in the schema, in the words of the original event service.</summary>
static class OriginalEventLogTypes
{
    public static ObjectBuilder<OriginalEventLog.Saved> Saved(Graph graph) => graph.Schema
        .Object<OriginalEventLog.Saved>("SaveEvent", "The result of saveEvent.")
        .Field("event", Event(graph).OrNull(), saved => saved.Event)
        .Describe("event", "The event as it was saved.");

    public static ObjectBuilder<LoggedEvent> Event(Graph graph) =>
        graph.Known<LoggedEvent>("EventsType") ?? graph.Schema
            .Object<LoggedEvent>("EventsType", "A line of the event log, in the words of the original service.")
            .String("id", happened => happened.Id)
            .Field("createdAt", graph.JsonString.OrNull(), happened => new RawJson(
                happened.CreatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)))
            .Describe("createdAt", "The time of the event in whole seconds since 1970 UTC.")
            .StringOrNull("email", happened => happened.Email)
            .StringOrNull("environment", happened => happened.Environment)
            .StringOrNull("component", happened => happened.Component)
            .StringOrNull("message", happened => happened.Message)
            .Field("data", graph.JsonString.OrNull(), happened => happened.Data);
}
