using Kalends.Accounts;
using Kalends.Accounts.SigningIn;
using Kalends.Events;
using Kalends.GraphQL.Types;
using Kalends.Originals.Appointments;
using Kalends.Originals.Events;
using Kalends.Originals.Reimbursements;
using Kalends.Originals.Reservations;
using Kalends.Originals.ServiceProviders;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Scheduling.Appointments;
using static Kalends.Directory.DirectoryAccess;
using static Kalends.Events.EventsAccess;
using static Kalends.Platform.Calls.Access;
using static Kalends.Providers.ProvidersAccess;
using static Kalends.Reimbursements.ReimbursementsAccess;
using static Kalends.Scheduling.SchedulingAccess;
using ServiceProvider = Kalends.Originals.ServiceProviders.ServiceProvider;

namespace Kalends.Originals;

/// <summary>
/// The five services that the product grew out of, as their clients know them: one folder each. The rest of the product
/// works without this folder.
/// </summary>
static class OriginalsModule
{
    static readonly Weight ThousandEvents = new(Cost: 1_000, Rows: 1_000);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        OriginalRoutes.Document.Map(endpoints);
        MapReservations(endpoints);
        MapServiceProviders(endpoints);
        MapReimbursements(endpoints);
    }

    public static void Map(Graph graph)
    {
        MapAppointments(graph);
        MapEvents(graph);
    }

    static void MapReservations(IEndpointRouteBuilder endpoints)
    {
        var original = OriginalRoutes.Of(
            endpoints, "Original reservations", "The original reservation service.", takesForms: true);
        original.Create<OriginalPeople.Input, OriginalPeople.Provider>(
            "/provider/create", OriginalPeople.CreateProvider, EnterOrChangeProviders);
        original.Create<OriginalPeople.Input, OriginalPeople.Client>(
            "/client/create", OriginalPeople.CreateClient, KeepClients);
        original.Create<OriginalReservations.Offer, OriginalReservations.Available>(
            "/provider/availability", OriginalReservations.OfferAvailability, KeepCalendar);
        original.Get<OriginalReservations.Ask, OriginalReservations.Available>(
            "/client/getProviderAvailability", OriginalReservations.ListAvailability, SignedIn);
        original.Put<NoInput, OriginalReservations.Released>(
            "/provider/expiredReservations", OriginalReservations.Expire, ExpireNow);
        original.Act<OriginalReservations.Reserve, OriginalReservations.Scheduled>(
            "/client/reserve", OriginalReservations.ReserveTimeslot, ReserveAsUser);
        original.Put<OriginalReservations.Confirm, OriginalReservations.Confirmed>(
            "/client/confirm", OriginalReservations.ConfirmTimeslot, ReserveAsUser);
    }

    static void MapServiceProviders(IEndpointRouteBuilder endpoints)
    {
        var original = OriginalRoutes.Of(
            endpoints, "Original service providers", "The original directory of service providers.");
        original.Probe<OriginalDirectory.Healthy>("/v1_0/health", OriginalDirectory.Health);
        original.Create<OriginalDirectory.New, ServiceProvider>(
            "/v1_0/service-provider", OriginalDirectory.Create, EnterOrChangeProviders);
        original.Get<OriginalDirectory.Which, ServiceProvider>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Read, SignedIn);
        original.Put<OriginalDirectory.Changed, ServiceProvider>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Replace, EnterOrChangeProviders);
        original.Delete<OriginalDirectory.Which, OriginalDirectory.Empty>(
            "/v1_0/service-provider/{id}", OriginalDirectory.Delete, EnterOrChangeProviders);
        original.Ask<OriginalSearch.Input, OriginalSearch.Answer>(
            "/v1_0/service-providers", OriginalSearch.Run, SignedIn);
        original.Ask<OriginalRecommend.Input, OriginalSearch.Answer>(
            "/v1_0/service-providers/recommend", OriginalRecommend.Run, SignedIn);
        original.Create<OriginalReviews.New, OriginalReviews.Rated>(
            "/v1_0/service-provider/{id}/review", OriginalReviews.Create, WriteReviews);
    }

    static void MapReimbursements(IEndpointRouteBuilder endpoints)
    {
        var original = OriginalRoutes.Of(
            endpoints, "Original reimbursements", "The original reimbursement service.");
        original.Create<OriginalCareEvents.New, OriginalCareEvents.Created>(
            "/events", OriginalCareEvents.Create, Register);
        original.Get<OriginalCareEvents.Ask, OriginalCareEvents.Listed>("/events", OriginalCareEvents.List, Register);
        original.Get<OriginalCareEvents.Which, OriginalCareEvents.One>(
            "/events/{event_id}", OriginalCareEvents.Read, Register);
        original.Delete<OriginalCareEvents.Which, OriginalCareEvents.Done>(
            "/events/{event_id}", OriginalCareEvents.Delete, Correct);
        original.Act<OriginalCareEvents.Which, OriginalCareEvents.Done>(
            "/events/{event_id}/reimburse", OriginalCareEvents.Reimburse, Account);
        original.Create<OriginalEventTypes.New, OriginalEventTypes.Created>(
            "/events/types", OriginalEventTypes.Create, Account);
        original.Get<OriginalEventTypes.Ask, OriginalEventTypes.Listed>(
            "/events/types", OriginalEventTypes.List, Register);
        original.Get<OriginalEventTypes.Which, OriginalEventTypes.One>(
            "/events/types/{type_id}", OriginalEventTypes.Read, Register);
        original.Delete<OriginalEventTypes.Which, OriginalCareEvents.Done>(
            "/events/types/{type_id}", OriginalEventTypes.Delete, Account);
        original.GetAtLength<NoInput, OriginalReport>("/events/report", OriginalReports.Everything, Report);
        original.AskAtLength<OriginalReports.Filter, OriginalReport>(
            "/events/report", OriginalReports.Filtered, Report);
    }

    static void MapAppointments(Graph graph)
    {
        var accounts = graph.ServiceProvider.GetRequiredService<OriginalAccounts>();
        graph.OriginalMutation<OriginalAccounts.Auth, TokenPair>(
            "auth", OriginalAccountsTypes.Auth(graph), accounts.SignIn, Anyone);
        graph.OriginalMutation<OriginalAccounts.Refresh, AccessToken>(
            "refresh", OriginalAccountsTypes.Refresh(graph), accounts.Renew, Anyone);
        if (AppointmentTypes.Served(graph) is { } appointment)
            graph.OriginalMutation<OriginalAppointments.Input, OriginalAppointments.Offered>(
                "appointment", OriginalAppointmentTypes.Offered(graph, appointment), OriginalAppointments.Offer,
                KeepCalendar);
    }

    static void MapEvents(Graph graph)
    {
        var events = OriginalEventLogTypes.Event(graph).OrNull().List();
        graph.Query<NoInput, IReadOnlyList<LoggedEvent?>>(
            "events", events, OriginalEventLog.All, ReadLog, ThousandEvents);
        graph.Query<OriginalEventLog.Parameters, IReadOnlyList<LoggedEvent?>>(
            "eventsByParameters", events, OriginalEventLog.ByParameters, ReadLog, ThousandEvents);
        graph.OriginalMutation<OriginalEventLog.Save, OriginalEventLog.Saved>(
            "saveEvent", OriginalEventLogTypes.Saved(graph), OriginalEventLog.SaveOne, WriteLog);
    }
}
