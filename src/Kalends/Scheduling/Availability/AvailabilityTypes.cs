using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>The schema types of free days and first slots.</summary>
static class AvailabilityTypes
{
    public static ObjectBuilder<FreeDays> FreeDays(Graph graph)
    {
        var day = graph.Schema.Object<FreeDay>("FreeDay", Docs.Of(typeof(FreeDay)))
            .Field("date", graph.Date, one => one.Date)
            .Field("starts", Scalars.Int, one => one.Starts);
        return graph.Schema.Object<FreeDays>("FreeDays", Docs.Of(typeof(FreeDays)))
            .String("month", days => days.Month.Written())
            .String("timeZone", days => days.TimeZone)
            .Field("items", day.List(), days => days.Items);
    }

    public static ObjectBuilder<FreeDaysOfService> FreeDaysOfService(Graph graph, ObjectBuilder<FirstSlot> firstSlot)
    {
        var day = graph.Schema.Object<FreeDayOfService>("FreeDayOfService", Docs.Of(typeof(FreeDayOfService)))
            .Field("date", graph.Date, one => one.Date)
            .Field("first", firstSlot, one => one.First);
        return graph.Schema.Object<FreeDaysOfService>("FreeDaysOfService", Docs.Of(typeof(FreeDaysOfService)))
            .String("month", days => days.Month.Written())
            .String("timeZone", days => days.TimeZone)
            .Field("items", day.List(), days => days.Items)
            .Field("searchedUntil", graph.DateTime.OrNull(), days => days.SearchedUntil);
    }

    public static ObjectBuilder<FirstSlot> FirstSlot(Graph graph)
    {
        graph.Words<ServiceMode>();
        var slot = graph.Schema.Object<FirstSlot>("FirstSlot", Docs.Of(typeof(FirstSlot)))
            .Id("slotId", one => one.Id)
            .Id("providerId", one => one.ProviderId)
            .Field("startsAt", graph.DateTime, one => one.StartsAt)
            .Field("endsAt", graph.DateTime, one => one.EndsAt);
        ProviderTypes.LeadToProvider(graph, slot, one => one.ProviderId);
        return slot;
    }

    public static ObjectBuilder<Page<FirstSlot>> FirstSlots(Graph graph, ObjectBuilder<FirstSlot> firstSlot) =>
        graph.Schema.Object<Page<FirstSlot>>("FirstSlotPage", "One page of first slots.")
            .Field("items", firstSlot.List(), page => page.Items)
            .StringOrNull("next", page => page.Next);
}
