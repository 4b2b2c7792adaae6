using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Appointments;
using static Kalends.Platform.Calls.Access;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Scheduling;

/// <summary>The appointment book: openings, slots, reservations.</summary>
static class SchedulingModule
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Scheduling");
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

        graph.Mutation<ReserveSlot.Input, Reservation>("reserve", reservation, ReserveSlot.Run, Reserve);
        graph.Mutation<ConfirmReservation.Input, Reservation>(
            "confirm", reservation, ConfirmReservation.Run, Reserve);
        graph.Mutation<CancelReservation.Input, Reservation>("cancel", reservation, CancelReservation.Run, Reserve);
        graph.Mutation<MarkNoShow.Input, Reservation>("noShow", reservation, MarkNoShow.Run, KeepCalendar);
        graph.Mutation<ReinstateReservation.Input, Reservation>(
            "reinstate", reservation, ReinstateReservation.Run, KeepCalendar);
    }
}
