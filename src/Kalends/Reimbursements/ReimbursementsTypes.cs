using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Remittances;
using Kalends.Reimbursements.Reports;
using Kalends.Reimbursements.Tariffs;

namespace Kalends.Reimbursements;

/// <summary>The GraphQL types of event types, care events, remittances and their report.</summary>
static class ReimbursementsTypes
{
    public static ObjectBuilder<EventType> EventType(Graph graph)
    {
        if (graph.Known<EventType>("EventType") is { } known)
            return known;
        var type = graph.Node<EventType>(
                "EventType", "A kind of care event.", type => type.Id, ReadEventType.ByIds,
                ReimbursementsAccess.Register)
            .Id("eventTypeId", type => type.Id)
            .String("name", type => type.Name)
            .String("currency", type => type.Currency)
            .Field("amount", graph.Long.OrNull(), type => type.Amount)
            .Field("createdAt", graph.DateTime, type => type.CreatedAt)
            .Field("closedAt", graph.DateTime.OrNull(), type => type.ClosedAt);
        graph.Batch<EventType, TariffsOfEventTypes.Input, IReadOnlyList<Tariff>>(
            type, "tariffs", Tariff(graph).List(),
            (types, input, call) => TariffsOfEventTypes.Run(types.Select(one => one.Id).ToList(), input, call),
            ReimbursementsAccess.Register);
        return type;
    }

    public static ObjectBuilder<Tariff> Tariff(Graph graph) => graph.Known<Tariff>("Tariff") ?? graph.Schema
        .Object<Tariff>("Tariff", "The amount for one care event of a type, in force until the next tariff.")
        .Id("tariffId", tariff => tariff.Id)
        .Field("amount", graph.Long, tariff => tariff.Amount)
        .Field("inForceFrom", graph.DateTime, tariff => tariff.InForceFrom)
        .Field("createdAt", graph.DateTime, tariff => tariff.CreatedAt);

    public static ObjectBuilder<CareEvent> CareEvent(Graph graph)
    {
        if (graph.Known<CareEvent>("CareEvent") is { } known)
            return known;
        var type = graph.Node<CareEvent>(
                "CareEvent", "One registered piece of care with its amount frozen.", one => one.Id,
                ReadCareEvent.ByIds, ReimbursementsAccess.Register)
            .Id("careEventId", one => one.Id)
            .Field("amount", graph.Long, one => one.Amount)
            .String("currency", one => one.Currency)
            .Field("startsAt", graph.DateTime, one => one.StartsAt)
            .String("serviceMonth", one => one.ServiceMonth.Written())
            .String("bookingMonth", one => one.BookingMonth.Written())
            .Field("state", graph.Words<CareEventState>(), one => one.State)
            .StringOrNull("source", one => one.Source)
            .StringOrNull("sourceKey", one => one.SourceKey)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), one => one.OrganisationId)
            .Field("reservationId", Scalars.IdFromLong.OrNull(), one => one.ReservationId)
            .StringOrNull("reversalReason", one => one.ReversalReason)
            .Field("createdAt", graph.DateTime, one => one.CreatedAt);
        ProviderTypes.LeadToProvider(graph, type, one => one.CaregiverId, "caregiver");
        graph.One(type, "eventType", EventType(graph), one => one.EventTypeId, ReadEventType.ByIds,
            ReimbursementsAccess.Register);
        graph.One(type, "remittance", Remittance(graph), one => one.RemittanceId, ReadRemittance.ByIds,
            ReimbursementsAccess.Account);
        graph.One(type, "reverses", type, one => one.ReversesId, ReadCareEvent.ByIds, ReimbursementsAccess.Register);
        graph.One(
            type, "reversedBy", type, one => one.ReversedById, ReadCareEvent.ByIds, ReimbursementsAccess.Register);
        return type;
    }

    public static ObjectBuilder<Remittance> Remittance(Graph graph)
    {
        if (graph.Known<Remittance>("Remittance") is { } known)
            return known;
        var type = graph.Node<Remittance>(
                "Remittance", "One act of reimbursing care events, in one currency.", one => one.Id,
                ReadRemittance.ByIds, ReimbursementsAccess.Account)
            .Id("remittanceId", one => one.Id)
            .StringOrNull("reference", one => one.Reference)
            .StringOrNull("serviceMonth", one => one.ServiceMonth?.Written())
            .Field("organisationId", Scalars.IdFromLong.OrNull(), one => one.OrganisationId)
            .String("currency", one => one.Currency)
            .Field("events", graph.Long, one => one.Events)
            .Field("amount", graph.Long, one => one.Amount)
            .Field("createdAt", graph.DateTime, one => one.CreatedAt)
            .Field("reversedAt", graph.DateTime.OrNull(), one => one.ReversedAt)
            .StringOrNull("reversalReason", one => one.ReversalReason);
        ProviderTypes.LeadToProvider(graph, type, one => one.CaregiverId, "caregiver");
        return type;
    }

    public static ObjectBuilder<ReimbursementReport> Report(Graph graph)
    {
        var row = graph.Schema.Object<ReportRow>("ReportRow", "One sum of a report.")
            .StringOrNull("month", one => one.Month?.Written())
            .IdOrNull("caregiverId", one => one.CaregiverId)
            .StringOrNull("caregiverName", one => one.CaregiverName)
            .IdOrNull("eventTypeId", one => one.EventTypeId)
            .StringOrNull("eventTypeName", one => one.EventTypeName)
            .Field("state", graph.Words<CareEventState>(), one => one.State)
            .String("currency", one => one.Currency)
            .Field("events", graph.Long, one => one.Events)
            .Field("amount", graph.Long, one => one.Amount);
        ProviderTypes.LeadToProvider(graph, row, one => one.CaregiverId, "caregiver");
        graph.One(row, "eventType", EventType(graph), one => one.EventTypeId, ReadEventType.ByIds,
            ReimbursementsAccess.Register);
        return graph.Schema.Object<ReimbursementReport>("ReimbursementReport", "Sums of care events.")
            .Field("generatedAt", graph.DateTime, one => one.GeneratedAt)
            .Field("basis", graph.Words<ReportBasis>(), one => one.Basis)
            .String("timeZone", one => one.TimeZone)
            .Field("from", graph.DateTime.OrNull(), one => one.From)
            .Field("to", graph.DateTime.OrNull(), one => one.To)
            .Field("groupBy", graph.Words<ReportGroup>().List(), one => one.GroupBy)
            .Field("items", row.List(), one => one.Items);
    }
}
