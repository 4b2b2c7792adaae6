using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Appointments;
using Kalends.Scheduling.Availability;
using Kalends.Scheduling.Cancelling;
using Kalends.Scheduling.Closures;
using Kalends.Scheduling.Explaining;
using Kalends.Scheduling.ExternalCalendars;
using Kalends.Scheduling.Feeds;
using Kalends.Scheduling.Hours;
using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Scheduling.Hours.ZoneChanges;
using Kalends.Scheduling.Managing;
using Kalends.Scheduling.Openings;
using Kalends.Scheduling.Policies;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Scheduling.Slots;
using static Kalends.Platform.Calls.Access;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Scheduling;

/// <summary>The appointment book: openings, slots, reservations.</summary>
static partial class SchedulingModule
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
        v1.Get<ListSlots.Input, SlotPage>("/providers/{provider_id}/slots", ListSlots.Run, Published);
        v1.Get<FollowSlots.Input, EventStream>(
            "/providers/{provider_id}/slots/stream", FollowSlots.Run, SignedIn);
        v1.Get<ExplainSlot.Input, Explanation>(
            "/providers/{provider_id}/slots/explain", ExplainSlot.Run, SignedIn);
        v1.Get<ListFreeDays.Input, FreeDays>("/providers/{provider_id}/days", ListFreeDays.Run, Published);
        v1.Search<FindFirstSlots.Input, Page<FirstSlot>>("/slots", FindFirstSlots.Run, Published);
        v1.Ask<FindFirstSlots.Input, Page<FirstSlot>>("/slots/search", SearchFirstSlots.Run, Published);

        v1.List<ListCalendars.Input, KeptCalendar>("/calendars", ListCalendars.Run, KeepCalendar);
        v1.Search<ReadAgenda.Input, Agenda>("/agenda", ReadAgenda.Run, KeepCalendar);

        MapHours(v1);

        v1.Create<OfferAppointment.Input, AppointmentView>("/appointments", OfferAppointment.Run, KeepCalendar);
        v1.List<ListAppointments.Input, AppointmentView>("/appointments", ListAppointments.Run, SignedIn);
        v1.Ask<SearchAppointments.Input, Page<AppointmentView>>(
            "/appointments/search", SearchAppointments.Run, SignedIn, isHeavy: false);
        v1.Get<ReadAppointment.Input, AppointmentView>("/appointments/{id}", ReadAppointment.Run, SignedIn);

        v1.Create<ReserveSlot.Input, Reservation>("/reservations", ReserveSlot.Run, Reserve);
        v1.List<ListReservations.Input, Reservation>("/reservations", ListReservations.Run, Reserve);
        v1.Act<NoInput, ExpireReservations.Released>("/reservations/expire", ExpireReservations.Run, ExpireNow);
        v1.Get<ReadReservation.Input, Reservation>("/reservations/{id}", ReadReservation.Run, Reserve);
        v1.Get<ReadAnswers.Input, ReadAnswers.Given>("/reservations/{id}/answers", ReadAnswers.Run, Reserve);
        v1.List<ListMoves.Input, Move>("/reservations/{id}/moves", ListMoves.Run, Reserve);
        v1.Get<ReadReservationCalendar.Input, CalendarText>(
            "/reservations/{id}/calendar", ReadReservationCalendar.Run, Reserve);
        v1.Act<ConfirmReservation.Input, Reservation>("/reservations/{id}/confirm", ConfirmReservation.Run, Reserve);
        v1.Act<CancelReservation.Input, Reservation>("/reservations/{id}/cancel", CancelReservation.Run, Reserve);
        v1.Act<RescheduleReservation.Input, Reservation>(
            "/reservations/{id}/reschedule", RescheduleReservation.Run, Reserve);
        v1.Act<ExtendHold.Input, Reservation>("/reservations/{id}/extend", ExtendHold.Run, Reserve);
        v1.Act<MarkArrived.Input, Reservation>("/reservations/{id}/arrive", MarkArrived.Run, KeepCalendar);
        v1.Act<MarkNoShow.Input, Reservation>("/reservations/{id}/no-show", MarkNoShow.Run, KeepCalendar);
        v1.Act<ReinstateReservation.Input, Reservation>(
            "/reservations/{id}/reinstate", ReinstateReservation.Run, KeepCalendar);
        MapLinks(v1);
        MapServices(v1);
        MapFeeds(v1);
        MapExternalCalendars(v1);
    }

    static void MapLinks(Routes v1)
    {
        v1.Get<ReadManagedReservation.Input, ManagedReservation>(
            "/managed-reservations/{token}", ReadManagedReservation.Run, Anyone);
        v1.Get<ListManagedSlots.Input, SlotPage>(
            "/managed-reservations/{token}/slots", ListManagedSlots.Run, Anyone);
        v1.Get<ReadManagedCalendar.Input, CalendarText>(
            "/managed-reservations/{token}/calendar", ReadManagedCalendar.Run, Anyone);
        v1.Act<ConfirmManagedReservation.Input, ManagedReservation>(
            "/managed-reservations/confirm", ConfirmManagedReservation.Run, Anyone);
        v1.Act<CancelManagedReservation.Input, ManagedReservation>(
            "/managed-reservations/cancel", CancelManagedReservation.Run, Anyone);
        v1.Act<MoveManagedReservation.Input, ManagedReservation>(
            "/managed-reservations/move", MoveManagedReservation.Run, Anyone);
    }

    static void MapExternalCalendars(Routes v1)
    {
        v1.Create<AddExternalCalendar.Input, ExternalCalendar>(
            "/providers/{provider_id}/external-calendars", AddExternalCalendar.Run, KeepCalendar);
        v1.List<ListExternalCalendars.Input, ExternalCalendar>(
            "/providers/{provider_id}/external-calendars", ListExternalCalendars.Run, KeepCalendar);
        v1.Get<ReadExternalCalendar.Input, ExternalCalendar>(
            "/providers/{provider_id}/external-calendars/{calendar_id}", ReadExternalCalendar.Run, KeepCalendar);
        v1.Delete<RemoveExternalCalendar.Input, ExternalCalendar>(
            "/providers/{provider_id}/external-calendars/{calendar_id}", RemoveExternalCalendar.Run, KeepCalendar);
        v1.Act<RefreshExternalCalendar.Input, ExternalCalendar>(
            "/providers/{provider_id}/external-calendars/{calendar_id}/refresh", RefreshExternalCalendar.Run,
            KeepCalendar);
    }

    static void MapFeeds(Routes v1)
    {
        v1.Create<MakeFeed.Input, MakeFeed.Made>("/providers/{id}/feed", MakeFeed.OfProvider, KeepCalendar);
        v1.Get<ReadFeed.Input, Feed>("/providers/{id}/feed", ReadFeed.OfProvider, KeepCalendar);
        v1.Delete<RevokeFeed.Input, Feed>("/providers/{id}/feed", RevokeFeed.OfProvider, KeepCalendar);
        v1.Create<MakeFeed.Input, MakeFeed.Made>("/clients/{id}/feed", MakeFeed.OfClient, ReserveAsUser);
        v1.Get<ReadFeed.Input, Feed>("/clients/{id}/feed", ReadFeed.OfClient, ReserveAsUser);
        v1.Delete<RevokeFeed.Input, Feed>("/clients/{id}/feed", RevokeFeed.OfClient, ReserveAsUser);
        v1.Search<FetchFeed.Input, CalendarText>("/feeds/{secret}.ics", FetchFeed.Run, Anyone);
    }

    static void MapServices(Routes v1)
    {
        v1.Create<CreateService.Input, Service>("/services", CreateService.Run, KeepCalendar);
        v1.List<ListServices.Input, Service>("/services", ListServices.Run, SignedIn);
        v1.Get<ReadService.Input, Service>("/services/{id}", ReadService.Run, Published);
        v1.Put<ReplaceService.Input, Service>("/services/{id}", ReplaceService.Run, KeepCalendar);
        v1.Patch<PatchService.Input, Service>("/services/{id}", PatchService.Run, KeepCalendar);
        v1.Search<ListFreeDaysOfService.Input, FreeDaysOfService>(
            "/services/{service_id}/days", ListFreeDaysOfService.Run, SignedIn);
        v1.List<ListProvidersOfService.Input, Offer>("/services/{id}/providers", ListProvidersOfService.Run, SignedIn);
        v1.Put<OfferService.Input, Offer>("/services/{id}/providers/{provider_id}", OfferService.Run, KeepCalendar);
        v1.Delete<WithdrawService.Input, Offer>(
            "/services/{id}/providers/{provider_id}", WithdrawService.Run, KeepCalendar);
        v1.List<ListServicesOfProvider.Input, Service>(
            "/providers/{provider_id}/services", ListServicesOfProvider.Run, Published);

        v1.Get<ReadPolicy.Input, BookingPolicy>("/services/{id}/policy", ReadPolicy.OfService, KeepCalendar);
        v1.Put<ReplacePolicy.Input, BookingPolicy>("/services/{id}/policy", ReplacePolicy.OfService, KeepCalendar);
        v1.Get<ReadPolicy.Input, BookingPolicy>("/providers/{id}/policy", ReadPolicy.OfProvider, KeepCalendar);
        v1.Put<ReplacePolicy.Input, BookingPolicy>("/providers/{id}/policy", ReplacePolicy.OfProvider, KeepCalendar);
        v1.Get<ReadPolicy.Input, BookingPolicy>(
            "/organisations/{id}/policy", ReadPolicy.OfOrganisation, KeepOrganisation);
        v1.Put<ReplacePolicy.Input, BookingPolicy>(
            "/organisations/{id}/policy", ReplacePolicy.OfOrganisation, KeepOrganisation);
        v1.Get<ReadEffectivePolicy.Input, EffectivePolicy>(
            "/providers/{id}/policy/effective", ReadEffectivePolicy.Run, SignedIn);
    }

    static void MapHours(Routes v1)
    {
        v1.Get<ReadWorkingHours.Input, WorkingHours>(
            "/providers/{provider_id}/working-hours", ReadWorkingHours.Run, KeepCalendar);
        v1.Put<ReplaceWorkingHours.Input, ReplaceWorkingHours.Replaced>(
            "/providers/{provider_id}/working-hours", ReplaceWorkingHours.Run, KeepCalendar);
        v1.List<ListConflicts.Input, Reservation>(
            "/providers/{provider_id}/conflicts", ListConflicts.Run, KeepCalendar);

        v1.Get<ListClosedDays.Input, ListClosedDays.Days>(
            "/organisations/{organisation_id}/closed-days", ListClosedDays.Run, KeepOrganisation);
        v1.Put<ReplaceClosedDays.Input, ReplaceClosedDays.Replaced>(
            "/organisations/{organisation_id}/closed-days", ReplaceClosedDays.Run, KeepOrganisation);
        v1.Create<AddClosedDays.Input, AddClosedDays.AddedDays>(
            "/organisations/{organisation_id}/closed-days", AddClosedDays.Run, KeepOrganisation);
        v1.Delete<RemoveClosedDay.Input, RemoveClosedDay.Removed>(
            "/organisations/{organisation_id}/closed-days/{date}", RemoveClosedDay.Run, KeepOrganisation);
        v1.Act<ImportClosedDays.Input, ImportClosedDays.ImportedDays>(
            "/organisations/{organisation_id}/closed-days/import", ImportClosedDays.Run, KeepOrganisation);

        v1.List<NoInput, ZoneChange>("/zone-changes", ListZoneChanges.Run, AdminOnly);
        v1.Act<NoInput, ApplyZoneChanges.Applied>("/zone-changes/apply", ApplyZoneChanges.Run, AdminOnly);
    }
}
