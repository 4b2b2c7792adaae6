using Kalends.Events.Erasure;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using static Kalends.Events.EventsAccess;

namespace Kalends.Events;

/// <summary>
/// The event log, to search and to follow. Events are never changed or deleted; texts of other systems can be erased.
/// </summary>
static class EventsModule
{
    // A search may examine a hundred thousand events.
    static readonly Weight Searching = new(Cost: 1_000);
    static readonly Weight Original = new(Cost: 1_000, Rows: 1_000);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Events", typeof(EventsModule));
        v1.Create<SaveEvent.Input, LoggedEvent>("/events", SaveEvent.Run, WriteLog);
        v1.Act<EraseEventTexts.Input, EraseEventTexts.Erased>("/events/erase", EraseEventTexts.Run, EraseTexts);
        v1.Search<ListEvents.Input, Page<LoggedEvent>>("/events", ListEvents.Run, ReadLog, mayLag: ListEvents.MayLag);
        v1.Get<FollowEvents.Input, EventStream>("/events/stream", FollowEvents.Run, ReadLog);
        v1.Get<ReadEvent.Input, LoggedEvent>("/events/{id}", ReadEvent.Run, ReadLog);
    }

    public static void Map(Graph graph)
    {
        var logEvent = EventTypes.LogEvent(graph);
        graph.Connection<ListEvents.Asked, LoggedEvent>("eventLog", logEvent, ListEvents.Walk, ReadLog, Searching);
        graph.Query<ReadEvent.Input, LoggedEvent>("logEvent", logEvent, ReadEvent.Run, ReadLog, of: "Event");
        graph.Mutation<SaveEvent.Input, LoggedEvent>("appendEvent", logEvent, SaveEvent.Run, WriteLog);
        graph.Mutation<EraseEventTexts.Input, EraseEventTexts.Erased>(
            "eraseEventTexts", EraseEventTexts.Run, EraseTexts,
            answer: payload => payload.Int("count", given => given.Answer.Count)
                .Boolean("more", given => given.Answer.More));
        graph.Query<NoInput, string>("eventLogPosition", Scalars.String, ReadPosition.Run, ReadLog);
        graph.Stream<FollowEvents.Subscription, LoggedEvent>("eventLog", logEvent, FollowEvents.Subscribe, ReadLog);
    }
}
