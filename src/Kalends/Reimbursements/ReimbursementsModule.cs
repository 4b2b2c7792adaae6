using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Remittances;
using Kalends.Reimbursements.Reports;
using Kalends.Reimbursements.Tariffs;
using static Kalends.Reimbursements.ReimbursementsAccess;

namespace Kalends.Reimbursements;

/// <summary>The routes and fields of the ledger: event types and tariffs, care events, remittances.</summary>
static class ReimbursementsModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Reimbursements", typeof(ReimbursementsModule));
        v1.Create<CreateEventType.Input, EventType>("/event-types", CreateEventType.Run, Account);
        v1.List<NoInput, EventType>("/event-types", ListEventTypes.Run, Register);
        v1.Get<ReadEventType.Input, EventType>("/event-types/{id}", ReadEventType.Run, Register);
        v1.Delete<DeleteEventType.Input, EventType>("/event-types/{id}", DeleteEventType.Run, Account);
        v1.Act<CloseEventType.Input, EventType>("/event-types/{id}/close", CloseEventType.Run, Account);
        v1.Create<AddTariff.Input, Tariff>("/event-types/{id}/tariffs", AddTariff.Run, Account);
        v1.List<ListTariffs.Input, Tariff>("/event-types/{id}/tariffs", ListTariffs.Run, Register);

        v1.Create<RegisterCareEvent.Input, CareEvent>("/care-events", RegisterCareEvent.Run, Register);
        v1.List<ListCareEvents.Input, CareEvent>("/care-events", ListCareEvents.Run, Register);
        v1.Get<ReadCareEvent.Input, CareEvent>("/care-events/{id}", ReadCareEvent.Run, Register);
        v1.Delete<DeleteCareEvent.Input, CareEvent>("/care-events/{id}", DeleteCareEvent.Run, Correct);
        v1.Create<ReverseCareEvent.Input, CareEvent>("/care-events/{id}/reverse", ReverseCareEvent.Run, Correct);
        v1.Act<CompleteReservation.Input, CompleteReservation.Completed>(
            "/reservations/{id}/complete", CompleteReservation.Run, Register);
        v1.Create<RegisterCareOfVisit.Input, CareEvent>(
            "/reservations/{id}/care-event", RegisterCareOfVisit.Run, Register);

        v1.Create<RemitCareEvents.Input, Remittance>("/remittances", RemitCareEvents.Run, Account);
        v1.List<NoInput, Remittance>("/remittances", ListRemittances.Run, Account);
        v1.Get<ReadRemittance.Input, Remittance>("/remittances/{id}", ReadRemittance.Run, Account);
        v1.Act<ReverseRemittance.Input, Remittance>("/remittances/{id}/reverse", ReverseRemittance.Run, Account);
        v1.List<ListRemitted.Input, CareEvent>("/remittances/{id}/care-events", ListRemitted.Run, Account);

        v1.GetAtLength<ReportReimbursements.Asked, ReportBody>(
            "/reports/reimbursements", ReportReimbursements.Run, Report, mayLag: _ => true);
        v1.AskAtLength<ReportReimbursements.Asked, ReportBody>(
            "/reports/reimbursements", ReportReimbursements.Filtered, Report, mayLag: _ => true);
        v1.GetAtLength<NoInput, VerifyTotals.Verification>(
            "/reports/reimbursements/verify", VerifyTotals.Run, Account, mayLag: _ => true);
    }

    public static void Map(Graph graph)
    {
        var (type, tariff) = (ReimbursementsTypes.EventType(graph), ReimbursementsTypes.Tariff(graph));
        var (care, remittance) = (ReimbursementsTypes.CareEvent(graph), ReimbursementsTypes.Remittance(graph));
        graph.Query<ReadEventType.Input, EventType>("eventType", type, ReadEventType.Run, Register);
        graph.Connection<NoInput, EventType>("eventTypes", type, ListEventTypes.Run, Register);
        graph.Query<ReadCareEvent.Input, CareEvent>("careEvent", care, ReadCareEvent.Run, Register);
        graph.Connection<ListCareEvents.Input, CareEvent>("careEvents", care, ListCareEvents.Run, Register);
        graph.Query<ReadRemittance.Input, Remittance>("remittance", remittance, ReadRemittance.Run, Account);
        graph.Connection<NoInput, Remittance>("remittances", remittance, ListRemittances.Run, Account);
        graph.Connection<ListRemitted.Input, CareEvent>(
            "remittedCareEvents", care, ListRemitted.Run, Account, of: "Remittance");
        graph.Query<ReportReimbursements.Input, ReimbursementReport>(
            "reimbursementReport", ReimbursementsTypes.Report(graph), ReportReimbursements.Collect, Report,
            new(Cost: 5_000, Rows: 1_000));

        graph.Mutation<CreateEventType.Input, EventType>("createEventType", type, CreateEventType.Run, Account);
        graph.Mutation<CloseEventType.Input, EventType>("closeEventType", type, CloseEventType.Run, Account);
        graph.Mutation<DeleteEventType.Input, EventType>("deleteEventType", type, DeleteEventType.Run, Account);
        graph.Mutation<AddTariff.Input, Tariff>("addTariff", tariff, AddTariff.Run, Account, of: "EventType");
        graph.Mutation<RegisterCareEvent.Input, CareEvent>("registerCareEvent", care, RegisterCareEvent.Run, Register);
        graph.Mutation<DeleteCareEvent.Input, CareEvent>("deleteCareEvent", care, DeleteCareEvent.Run, Correct);
        graph.Mutation<ReverseCareEvent.Input, CareEvent>("reverseCareEvent", care, ReverseCareEvent.Run, Correct);
        graph.Mutation<RemitCareEvents.Input, Remittance>(
            "remitCareEvents", remittance, RemitCareEvents.Run, Account);
        graph.Mutation<ReverseRemittance.Input, Remittance>(
            "reverseRemittance", remittance, ReverseRemittance.Run, Account);
        graph.Mutation<CompleteReservation.Input, CompleteReservation.Completed>(
            "completeReservation", CompleteReservation.Run, Register, "Reservation",
            payload => payload
                .Id("reservationId", given => given.Answer.ReservationId)
                .Field("careEvent", care.OrNull(), given => given.Answer.CareEvent));
        graph.Mutation<RegisterCareOfVisit.Input, CareEvent>(
            "registerCareOfVisit", care, RegisterCareOfVisit.Run, Register, of: "Reservation");
    }
}
