using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Appointments;
using Kalends.Scheduling.Cancelling;
using Kalends.Scheduling.Closures;
using static Kalends.Platform.Calls.Access;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Scheduling;

/// <summary>The appointment book: openings, slots, reservations.</summary>
static class SchedulingModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Scheduling", typeof(SchedulingModule));
        v1.Create<OfferOpenings.Input, OfferOpenings.Offered>(
            "/providers/{provider_id}/openings", OfferOpenings.Run, KeepCalendar);
        v1.List<ListOpenings.Input, Opening>("/providers/{provider_id}/openings", ListOpenings.Run, SignedIn);
        v1.Delete<RemoveOpening.Input, RemoveOpening.Removed>(
            "/providers/{provider_id}/openings/{opening_id}", RemoveOpening.Run, KeepCalendar);
        v1.Create<CloseStretch.Input, CloseStretch.Closed>(
            "/providers/{provider_id}/closures", CloseStretch.Run, KeepCalendar);
        v1.List<ListClosures.Input, Closure>("/providers/{provider_id}/closures", ListClosures.Run, KeepCalendar);
        v1.Delete<ReopenStretch.Input, Closure>(
            "/providers/{provider_id}/closures/{closure_id}", ReopenStretch.Run, KeepCalendar);
        v1.Get<ListSlots.Input, SlotPage>("/providers/{provider_id}/slots", ListSlots.Run, SignedIn);

        v1.Create<OfferAppointment.Input, AppointmentView>("/appointments", OfferAppointment.Run, KeepCalendar);
        v1.List<ListAppointments.Input, AppointmentView>("/appointments", ListAppointments.Run, SignedIn);
        v1.Act<SearchAppointments.Input, Page<AppointmentView>>(
            "/appointments/search", SearchAppointments.Run, SignedIn);
        v1.Get<ReadAppointment.Input, AppointmentView>("/appointments/{id}", ReadAppointment.Run, SignedIn);

        v1.Create<ReserveSlot.Input, Reservation>("/reservations", ReserveSlot.Run, Reserve);
        v1.List<ListReservations.Input, Reservation>("/reservations", ListReservations.Run, Reserve);
        v1.Act<NoInput, ExpireReservations.Released>("/reservations/expire", ExpireReservations.Run, ExpireNow);
        v1.Get<ReadReservation.Input, Reservation>("/reservations/{id}", ReadReservation.Run, Reserve);
        v1.Act<ConfirmReservation.Input, Reservation>("/reservations/{id}/confirm", ConfirmReservation.Run, Reserve);
        v1.Act<CancelReservation.Input, Reservation>("/reservations/{id}/cancel", CancelReservation.Run, Reserve);
        v1.Act<RescheduleReservation.Input, Reservation>(
            "/reservations/{id}/reschedule", RescheduleReservation.Run, Reserve);
        v1.Act<ExtendHold.Input, Reservation>("/reservations/{id}/extend", ExtendHold.Run, Reserve);
        v1.Act<MarkArrived.Input, Reservation>("/reservations/{id}/arrive", MarkArrived.Run, KeepCalendar);
        v1.Act<MarkNoShow.Input, Reservation>("/reservations/{id}/no-show", MarkNoShow.Run, KeepCalendar);
        v1.Act<ReinstateReservation.Input, Reservation>(
            "/reservations/{id}/reinstate", ReinstateReservation.Run, KeepCalendar);
    }

    public static void Map(Graph graph)
    {
        var (slots, reservation) = (SchedulingTypes.SlotPage(graph), SchedulingTypes.Reservation(graph));
        graph.Query<ListSlots.Input, SlotPage>("slots", slots, ListSlots.Run, SignedIn, new(Cost: 500, Rows: 1_000));
        graph.Query<ReadReservation.Input, Reservation>("reservation", reservation, ReadReservation.Run, Reserve);
        graph.Connection<ListReservations.Input, Reservation>(
            "reservations", reservation, ListReservations.Run, Reserve);

        var appointment = AppointmentTypes.Appointment(graph, reservation);
        AppointmentTypes.AddToQuery(graph, appointment);
        graph.Query<ReadAppointment.Input, Appointment>(
            "appointment", appointment, ReadAppointment.Find, SignedIn, of: "Appointment");
        graph.Mutation<OfferAppointment.Input, AppointmentView>(
            "offerAppointment", OfferAppointment.Run, KeepCalendar,
            answer: payload => payload.Field("appointment", appointment, given => given.Answer.Appointment)
                .Describe("appointment", "The appointment, new or existing."));
        MapCalendar(graph, reservation);

        graph.Mutation<ReserveSlot.Input, Reservation>("reserveSlot", reservation, ReserveSlot.Run, Reserve);
        graph.Mutation<ConfirmReservation.Input, Reservation>(
            "confirmReservation", reservation, ConfirmReservation.Run, Reserve);
        graph.Mutation<CancelReservation.Input, Reservation>(
            "cancelReservation", reservation, CancelReservation.Run, Reserve);
        graph.Mutation<RescheduleReservation.Input, Reservation>(
            "rescheduleReservation", reservation, RescheduleReservation.Run, Reserve);
        graph.Mutation<ExtendHold.Input, Reservation>("extendHold", reservation, ExtendHold.Run, Reserve);
        graph.Mutation<MarkArrived.Input, Reservation>("markArrived", reservation, MarkArrived.Run, KeepCalendar);
        graph.Mutation<MarkNoShow.Input, Reservation>("markNoShow", reservation, MarkNoShow.Run, KeepCalendar);
        graph.Mutation<ReinstateReservation.Input, Reservation>(
            "reinstateReservation", reservation, ReinstateReservation.Run, KeepCalendar);
        graph.Mutation<NoInput, ExpireReservations.Released>(
            "expireReservations", ExpireReservations.Run, ExpireNow,
            answer: payload => payload.Field("reservations", reservation.List(), given => given.Answer.Items)
                .Describe("reservations", "The released reservations, at most 500 at once, the earliest first."));
    }

    static void MapCalendar(Graph graph, ObjectBuilder<Reservation> reservation)
    {
        var (opening, closure) = (OpeningTypes.Opening(graph), ClosureTypes.Closure(graph));
        graph.Connection<ListOpenings.Input, Opening>("openings", opening, ListOpenings.Run, SignedIn);
        graph.Mutation<OfferOpenings.Input, OfferOpenings.Offered>(
            "offerOpenings", OfferOpenings.Run, KeepCalendar, answer: payload => payload
                .Field("openings", opening.List(), given => given.Answer.Items)
                .Describe("openings", "The openings, in the order of their starts.")
                .Field("replaced", opening.List(), given => given.Answer.Replaced)
                .Field("remaining", opening.List(), given => given.Answer.Remaining));
        graph.Mutation<RemoveOpening.Input, RemoveOpening.Removed>(
            "removeOpening", RemoveOpening.Run, KeepCalendar, answer: payload => payload
                .Field("opening", opening, given => given.Answer.Opening)
                .Field("cancelled", reservation.List(), given => given.Answer.Cancelled));
        graph.Connection<ListClosures.Input, Closure>("closures", closure, ListClosures.Run, KeepCalendar);
        graph.Mutation<CloseStretch.Input, CloseStretch.Closed>(
            "closeStretch", CloseStretch.Run, KeepCalendar, answer: payload => payload
                .Field("closure", closure, given => given.Answer.Closure)
                .Field("cancelled", reservation.List(), given => given.Answer.Cancelled));
        graph.Mutation<ReopenStretch.Input, Closure>("reopenStretch", closure, ReopenStretch.Run, KeepCalendar);
    }
}
