using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours;

/// <summary>The schema types of working hours.</summary>
static class HoursTypes
{
    public static ObjectBuilder<WorkingHours> WorkingHours(Graph graph)
    {
        var stretch = graph.Schema.Object<HoursStretch>("HoursStretch", Docs.Of(typeof(HoursStretch)))
            .String("from", one => one.From)
            .String("to", one => one.To);
        var rule = graph.Schema.Object<HoursRule>("HoursRule", Docs.Of(typeof(HoursRule)))
            .Field("weekdays", Scalars.Int.List(), one => one.Weekdays)
            .Field("stretches", stretch.List(), one => one.Stretches)
            .Int("everyWeeks", one => one.EveryWeeks)
            .Field("validFrom", graph.Date.OrNull(), one => one.ValidFrom)
            .Field("validUntil", graph.Date.OrNull(), one => one.ValidUntil)
            .Field("serviceIds", Scalars.IdFromLong.List(), one => one.ServiceIds ?? [])
            .Int("slotMinutes", one => one.SlotMinutes);
        var exception = graph.Schema.Object<HoursException>("HoursException", Docs.Of(typeof(HoursException)))
            .Field("date", graph.Date, one => one.Date)
            .Field("stretches", stretch.List(), one => one.Stretches ?? [])
            .String("reason", one => one.Reason)
            .Field("serviceIds", Scalars.IdFromLong.List(), one => one.ServiceIds ?? [])
            .Int("slotMinutes", one => one.SlotMinutes);
        var type = graph.Schema.Object<WorkingHours>("WorkingHours", Docs.Of(typeof(WorkingHours)))
            .String("timeZone", hours => hours.TimeZone)
            .Field("rules", rule.List(), hours => hours.Rules)
            .Field("exceptions", exception.List(), hours => hours.Exceptions)
            .Field("updatedAt", graph.DateTime.OrNull(), hours => hours.UpdatedAt)
            .Field("expandedUntil", graph.Date.OrNull(), hours => hours.ExpandedUntil)
            .StringOrNull("zoneVersion", hours => hours.ZoneVersion)
            .String("version", hours => hours.Tag.ToString())
            .Describe("version", "The ETag of how the hours stand, for ifMatch.");
        ProviderTypes.LeadToProvider(graph, type, hours => hours.ProviderId);
        return type;
    }

    public static ObjectBuilder<RemovedStretch> RemovedStretch(Graph graph) => graph.Schema
        .Object<RemovedStretch>("RemovedStretch", Docs.Of(typeof(RemovedStretch)))
        .Field("startsAt", graph.DateTime, one => one.StartsAt)
        .Field("endsAt", graph.DateTime, one => one.EndsAt);
}
