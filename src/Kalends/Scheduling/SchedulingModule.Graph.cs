using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
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
using Kalends.Scheduling.Openings;
using Kalends.Scheduling.Policies;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Scheduling.Slots;
using static Kalends.Platform.Calls.Access;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Scheduling;

// The same use cases over GraphQL.
static partial class SchedulingModule
{
    public static void Map(Graph graph)
    {
        MapServices(graph);
        MapFeeds(graph);
        MapExternalCalendars(graph);
        var (slot, reservation) = (SchedulingTypes.Slot(graph), SchedulingTypes.Reservation(graph));
        graph.Query<ListSlots.Input, SlotPage>(
            "slots", SchedulingTypes.SlotPage(graph, slot), ListSlots.Run, Published, new(Cost: 500, Rows: 1_000));
        graph.Stream<FollowSlots.Asked, SlotChange>(
            "slots", SchedulingTypes.SlotChange(graph, slot), FollowSlots.Subscribe, SignedIn);
        graph.Query<ExplainSlot.Input, Explanation>(
            "explainSlot", ExplanationTypes.Explanation(graph, slot), ExplainSlot.Run, SignedIn, new(Cost: 100));
        graph.Query<ListFreeDays.Input, FreeDays>(
            "freeDays", AvailabilityTypes.FreeDays(graph), ListFreeDays.Run, Published, new(Cost: 500));
        var firstSlot = AvailabilityTypes.FirstSlot(graph);
        graph.Query<FindFirstSlots.Input, Page<FirstSlot>>(
            "firstSlots", AvailabilityTypes.FirstSlots(graph, firstSlot), FindFirstSlots.Run, Published,
            new(Cost: 1_000));
        graph.Query<ListFreeDaysOfService.Input, FreeDaysOfService>(
            "freeDaysOfService", AvailabilityTypes.FreeDaysOfService(graph, firstSlot), ListFreeDaysOfService.Run,
            SignedIn, new(Cost: 5_000));
        var calendar = AgendaTypes.Calendar(graph);
        graph.Connection<ListCalendars.Input, KeptCalendar>("calendars", calendar, ListCalendars.Run, KeepCalendar);
        graph.Query<ReadAgenda.Input, Agenda>(
            "agenda", AgendaTypes.Agenda(graph, calendar, reservation), ReadAgenda.Run, KeepCalendar,
            new(Cost: 500, Rows: 1_000));
        graph.Query<ReadReservation.Input, Reservation>("reservation", reservation, ReadReservation.Run, Reserve);
        graph.Connection<ListReservations.Input, Reservation>(
            "reservations", reservation, ListReservations.Run, Reserve);
        graph.Connection<ListMoves.Input, Move>(
            "movesOfReservation", SchedulingTypes.Move(graph), ListMoves.Run, Reserve, of: "Reservation");

        var appointment = AppointmentTypes.Appointment(graph, reservation);
        AppointmentTypes.AddToQuery(graph, appointment);
        graph.Query<ReadAppointment.Input, Appointment>(
            "appointment", appointment, ReadAppointment.Find, SignedIn, of: "Appointment");
        graph.Mutation<OfferAppointment.Input, AppointmentView>(
            "offerAppointment", OfferAppointment.Run, KeepCalendar,
            answer: payload => payload.Field("appointment", appointment, given => given.Answer.Appointment)
                .Describe("appointment", "The appointment, new or existing."));
        MapCalendar(graph, reservation);
        MapHours(graph, reservation);

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

    static void MapHours(Graph graph, ObjectBuilder<Reservation> reservation)
    {
        var (hours, closedDay) = (HoursTypes.WorkingHours(graph), ClosedDayTypes.ClosedDay(graph));
        graph.Query<ReadWorkingHours.Input, WorkingHours>(
            "workingHours", hours, ReadWorkingHours.Run, KeepCalendar);
        graph.Mutation<ReplaceWorkingHours.Input, ReplaceWorkingHours.Replaced>(
            "replaceWorkingHours", ReplaceWorkingHours.Run, KeepCalendar, answer: payload => payload
                .Field("workingHours", hours, given => given.Answer.WorkingHours)
                .Field("conflicts", reservation.List(), given => given.Answer.Conflicts)
                .Field("keptRemoved", HoursTypes.RemovedStretch(graph).List(), given => given.Answer.KeptRemoved));
        graph.Connection<ListConflicts.Input, Reservation>(
            "conflicts", reservation, ListConflicts.Run, KeepCalendar);

        graph.Connection<ListClosedDays.Asked, ClosedDay>(
            "closedDays", closedDay, ListClosedDays.InPages, KeepOrganisation);
        graph.Query<ReadVersionOfClosedDays.Input, string>(
            "versionOfClosedDays", Scalars.String, ReadVersionOfClosedDays.Run, KeepOrganisation);
        graph.Mutation<ReplaceClosedDays.Input, ReplaceClosedDays.Replaced>(
            "replaceClosedDays", ReplaceClosedDays.Run, KeepOrganisation,
            answer: payload => payload.WithDays(closedDay, replaced => replaced.Items).WithVersion());
        graph.Mutation<AddClosedDays.Input, AddClosedDays.AddedDays>(
            "addClosedDays", AddClosedDays.Run, KeepOrganisation, answer: payload => payload
                .WithDays(closedDay, added => added.Items)
                .Int("added", given => given.Answer.Added)
                .WithVersion());
        graph.Mutation<RemoveClosedDay.Input, RemoveClosedDay.Removed>(
            "removeClosedDay", RemoveClosedDay.Run, KeepOrganisation,
            answer: payload => payload.Field("closedDay", closedDay, given => given.Answer.ClosedDay).WithVersion());
        graph.Mutation<ImportClosedDays.Input, ImportClosedDays.ImportedDays>(
            "importClosedDays", ImportClosedDays.Run, KeepOrganisation, answer: payload => payload
                .WithDays(closedDay, imported => imported.Items)
                .Int("imported", given => given.Answer.Imported)
                .Field("leftOut", graph.Date.List(), given => given.Answer.LeftOut)
                .WithVersion());

        graph.Connection<NoInput, ZoneChange>(
            "zoneChanges", ZoneChangeTypes.ZoneChange(graph), ListZoneChanges.Run, AdminOnly);
        graph.Mutation<NoInput, ApplyZoneChanges.Applied>(
            "applyZoneChanges", ApplyZoneChanges.Run, AdminOnly, answer: payload => payload
                .Int("providers", given => given.Answer.Providers)
                .String("zoneVersion", given => given.Answer.ZoneVersion));
    }

    static void MapFeeds(Graph graph)
    {
        var feed = FeedTypes.Feed(graph);
        graph.Query<ReadFeed.Input, Feed>(
            "feedOfProvider", feed, ReadFeed.OfProvider, KeepCalendar, of: "Provider");
        graph.Query<ReadFeed.Input, Feed>("feedOfClient", feed, ReadFeed.OfClient, ReserveAsUser, of: "Client");
        graph.Mutation<MakeFeed.Input, MakeFeed.Made>(
            "makeFeedOfProvider", MakeFeed.OfProvider, KeepCalendar, of: "Provider", answer: payload => payload
                .Field("feed", feed, given => given.Answer.Feed)
                .String("address", given => given.Answer.Address));
        graph.Mutation<MakeFeed.Input, MakeFeed.Made>(
            "makeFeedOfClient", MakeFeed.OfClient, ReserveAsUser, of: "Client", answer: payload => payload
                .Field("feed", feed, given => given.Answer.Feed)
                .String("address", given => given.Answer.Address));
        graph.Mutation<RevokeFeed.Input, Feed>(
            "revokeFeedOfProvider", feed, RevokeFeed.OfProvider, KeepCalendar, of: "Provider");
        graph.Mutation<RevokeFeed.Input, Feed>(
            "revokeFeedOfClient", feed, RevokeFeed.OfClient, ReserveAsUser, of: "Client");
    }

    static void MapExternalCalendars(Graph graph)
    {
        var calendar = ExternalCalendarTypes.ExternalCalendar(graph);
        graph.Query<ReadExternalCalendar.Input, ExternalCalendar>(
            "externalCalendar", calendar, ReadExternalCalendar.Run, KeepCalendar);
        graph.Connection<ListExternalCalendars.Input, ExternalCalendar>(
            "externalCalendars", calendar, ListExternalCalendars.Run, KeepCalendar);
        graph.Mutation<AddExternalCalendar.Input, ExternalCalendar>(
            "addExternalCalendar", calendar, AddExternalCalendar.Run, KeepCalendar);
        graph.Mutation<RemoveExternalCalendar.Input, ExternalCalendar>(
            "removeExternalCalendar", calendar, RemoveExternalCalendar.Run, KeepCalendar);
        graph.Mutation<RefreshExternalCalendar.Input, ExternalCalendar>(
            "refreshExternalCalendar", calendar, RefreshExternalCalendar.Run, KeepCalendar);
    }

    static void MapServices(Graph graph)
    {
        var (service, offer) = (ServiceTypes.Service(graph), ServiceTypes.Offer(graph));
        graph.Query<ReadService.Input, Service>("service", service, ReadService.Run, Published);
        graph.Connection<ListServices.Input, Service>("services", service, ListServices.Run, SignedIn);
        graph.Connection<ListServicesOfProvider.Input, Service>(
            "servicesOfProvider", service, ListServicesOfProvider.Run, Published);
        graph.Connection<ListProvidersOfService.Input, Offer>(
            "providersOfService", offer, ListProvidersOfService.Run, SignedIn, of: "Service");
        graph.Mutation<CreateService.Input, Service>("createService", service, CreateService.Run, KeepCalendar);
        graph.Mutation<ReplaceService.Input, Service>("replaceService", service, ReplaceService.Run, KeepCalendar);
        graph.Mutation<PatchService.Input, Service>("patchService", service, PatchService.Run, KeepCalendar);
        graph.Mutation<OfferService.Input, Offer>(
            "offerService", offer, OfferService.Run, KeepCalendar, of: "Service");
        graph.Mutation<WithdrawService.Input, Offer>(
            "withdrawService", offer, WithdrawService.Run, KeepCalendar, of: "Service");

        var (policy, effective) = (PolicyTypes.BookingPolicy(graph), PolicyTypes.EffectivePolicy(graph));
        graph.Query<ReadPolicy.Input, BookingPolicy>(
            "policyOfService", policy, ReadPolicy.OfService, KeepCalendar, of: "Service");
        graph.Query<ReadPolicy.Input, BookingPolicy>(
            "policyOfProvider", policy, ReadPolicy.OfProvider, KeepCalendar, of: "Provider");
        graph.Query<ReadPolicy.Input, BookingPolicy>(
            "policyOfOrganisation", policy, ReadPolicy.OfOrganisation, KeepOrganisation, of: "Organisation");
        graph.Query<ReadEffectivePolicy.Input, EffectivePolicy>(
            "effectivePolicy", effective, ReadEffectivePolicy.Run, SignedIn, of: "Provider");
        graph.Mutation<ReplacePolicy.Input, BookingPolicy>(
            "replacePolicyOfService", policy, ReplacePolicy.OfService, KeepCalendar, of: "Service");
        graph.Mutation<ReplacePolicy.Input, BookingPolicy>(
            "replacePolicyOfProvider", policy, ReplacePolicy.OfProvider, KeepCalendar, of: "Provider");
        graph.Mutation<ReplacePolicy.Input, BookingPolicy>(
            "replacePolicyOfOrganisation", policy, ReplacePolicy.OfOrganisation, KeepOrganisation, of: "Organisation");
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
