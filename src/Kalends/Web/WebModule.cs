using Kalends.Directory;
using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Scheduling.Closures;
using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Web.Appointments;
using Kalends.Web.Booking;
using Kalends.Web.Booking.Guests;
using Kalends.Web.Console;
using Kalends.Web.Console.Calendars;
using Kalends.Web.Console.Clients;
using Kalends.Web.Console.ClosedDays;
using Kalends.Web.Console.Closures;
using Kalends.Web.Console.EventLog;
using Kalends.Web.Console.Hours;
using Kalends.Web.Console.Ledger;
using Kalends.Web.Console.Months;
using Kalends.Web.Console.Offers;
using Kalends.Web.Console.Reports;
using Kalends.Web.Console.Reservations;
using Kalends.Web.Console.Reviews;
using Kalends.Web.Frame;
using Kalends.Web.Guide;
using Kalends.Web.Look;
using Kalends.Web.MailLinks;
using Kalends.Web.Managing;
using Kalends.Web.SignIn;
using Kalends.Web.Start;
using static Kalends.Directory.DirectoryAccess;
using static Kalends.Platform.Calls.Access;
using static Kalends.Reimbursements.ReimbursementsAccess;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Web;

/// <summary>The pages: another way in to the use cases of all modules, for people with a browser.</summary>
static partial class WebModule
{
    public const string Name = "web";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        Assets.Map(endpoints);
        var pages = new Pages(endpoints, Name);
        pages.Show<NoInput>("/", ShowStart.Run, Anyone);
        pages.Show<Prefer.Input>("/preferences", Prefer.Run, Anyone);
        pages.Show<NoInput>("/guide", ShowGuide.Contents, Anyone);
        pages.Show<ShowGuide.Input>("/guide/{topic}", ShowGuide.Topic, Anyone);

        pages.Show<ShowSignIn.Input>("/sign-in", ShowSignIn.Run, Anyone);
        pages.Send<EnterSignIn.Input, ShowSignIn.Input>(
            "/sign-in", endpoints.ServiceProvider.GetRequiredService<EnterSignIn>().Run, Anyone, EnterSignIn.Again);
        pages.Send<NoInput>("/sign-out", EndSignIn.Run, Anyone);

        MapBooking(pages);
        MapAppointments(pages);
        MapMailLinks(pages);
        MapGuests(pages);
        // Other sites show what guests do, and nothing else.
        MapGuests(new Pages(endpoints, Name, isEmbedded: true));
        MapConsole(pages);
        MapLedger(pages);
        MapSettings(endpoints, pages);
    }

    static void MapConsole(Pages pages)
    {
        pages.Show<NoInput>("/console", EnterConsole.Run, WebAccess.OpenConsole);
        pages.Show<ShowClients.Input>("/console/clients", ShowClients.Run, WebAccess.KeepClients);
        pages.Show<ShowClient.Input>("/console/clients/{id}", ShowClient.Run, WebAccess.KeepClients);
        pages.Show<ShowReviews.Input>("/console/reviews", ShowReviews.Run, DirectoryAccess.Moderate);
        pages.Send<DecideReview.Input, ShowReviews.Input>(
            "/console/reviews/{id}/moderate", DecideReview.Run, DirectoryAccess.Moderate, ShowReviews.Again);
        pages.Ask<ShowEvents.Input, NoInput>(
            "/console/events", ShowEvents.Run, EventsAccess.ReadLog, ShowEvents.Again);
        pages.Show<FollowLog.Input>("/console/events/stream", FollowLog.Run, EventsAccess.ReadLog);
        MapCalendars(pages);
        MapOffers(pages);
    }

    static void MapOffers(Pages pages)
    {
        pages.Show<ShowHours.Input>("/console/hours", ShowHours.Run, KeepCalendar);
        pages.Send<SaveHours.Input, ShowHours.Input>(
            "/console/hours", SaveHours.Run, KeepCalendar, ShowHours.Again);
        pages.Send<ChangeExceptions.Added, ShowHours.Input>(
            "/console/hours/exceptions", ChangeExceptions.Add, KeepCalendar, ShowHours.Again);
        pages.Send<ChangeExceptions.Removed, ShowHours.Input>(
            "/console/hours/exceptions/{date}/remove", ChangeExceptions.Remove, KeepCalendar, ShowHours.Again);

        pages.Show<ShowClosedDays.Input>("/console/closed-days", ShowClosedDays.Run, KeepOrganisation);
        pages.Send<AddClosedDays.Input, ShowClosedDays.Input>(
            "/console/closed-days", CloseDays.Run, KeepOrganisation, ShowClosedDays.Again);
        pages.Send<RemoveClosedDay.Input, ShowClosedDays.Input>(
            "/console/closed-days/{date}/remove", OpenDay.Run, KeepOrganisation, ShowClosedDays.Again);

        pages.Show<ShowClosures.Input>("/console/closures", ShowClosures.Run, KeepCalendar);
        pages.Send<BlockTime.Input, ShowClosures.Input>(
            "/console/closures", BlockTime.Run, KeepCalendar, ShowClosures.Again);
        pages.Send<ReopenStretch.Input, ShowClosures.Input>(
            "/console/closures/{closure_id}/reopen", OpenAgain.Run, KeepCalendar, ShowClosures.Again);

        pages.Show<ShowServices.Input>("/console/services", ShowServices.Run, KeepCalendar);
        pages.Show<ShowNewService.Input>("/console/services/new", ShowNewService.Run, KeepCalendar);
        pages.Send<SaveService.New, ShowNewService.Input>(
            "/console/services/new", SaveService.Create, KeepCalendar, ShowNewService.Again);
        pages.Show<ShowService.Input>("/console/services/{id}", ShowService.Run, KeepCalendar);
        pages.Send<SaveService.Input, ShowService.Input>(
            "/console/services/{id}", SaveService.Change, KeepCalendar, ShowService.Again);
        pages.Send<SaveService.Switched, ShowService.Input>(
            "/console/services/{id}/pause", SaveService.Pause, KeepCalendar, ShowService.Again);
        pages.Send<SaveService.Switched, ShowService.Input>(
            "/console/services/{id}/resume", SaveService.Resume, KeepCalendar, ShowService.Again);
    }

    static void MapCalendars(Pages pages)
    {
        pages.Show<ShowCalendar.Input>("/console/calendar", ShowCalendar.Run, KeepCalendar, isHeavy: true);
        pages.Show<FollowCalendar.Input>("/console/calendar/stream", FollowCalendar.Run, EventsAccess.ReadLog);
        pages.Send<DragReservation.Input, ShowCalendar.Input>(
            "/console/calendar/move", DragReservation.Run, KeepCalendar, ShowCalendar.Again);
        pages.Send<StretchHours.Input, ShowCalendar.Input>(
            "/console/calendar/hours", StretchHours.Run, KeepCalendar, ShowCalendar.Again);
        pages.Send<StretchBack.Input, ShowCalendar.Input>(
            "/console/calendar/hours/back", StretchBack.Run, KeepCalendar, ShowCalendar.Again);
        pages.Show<ShowBooking.Input>("/console/book", ShowBooking.Run, KeepCalendar);
        pages.Send<BookForClient.Input, ShowBooking.Input>(
            "/console/book", BookForClient.Run, KeepCalendar, ShowBooking.Again);

        const string One = "/console/reservations/{id}";
        pages.Show<ShowReservation.Input>(One, ShowReservation.Run, KeepCalendar);
        Change("confirm", ChangeReservation.Confirm);
        Change("extend", ChangeReservation.Extend);
        Change("arrive", ChangeReservation.Arrive);
        Change("no-show", ChangeReservation.Miss);
        Change("reinstate", ChangeReservation.Reinstate);
        Change("complete", ChangeReservation.Complete);
        pages.Send<CancelForClient.Input, ShowReservation.Input>(
            $"{One}/cancel", CancelForClient.Run, KeepCalendar, ShowReservation.Again);
        pages.Send<MoveForClient.Input, ShowReservation.Input>(
            $"{One}/move", MoveForClient.Run, KeepCalendar, ShowReservation.Again);
        pages.Send<MoveBack.Input, ShowReservation.Input>(
            $"{One}/move-back", MoveBack.Run, KeepCalendar, ShowReservation.Again);

        void Change(string act, Func<ChangeReservation.Input, Visit, Task<Shown>> run) =>
            pages.Send<ChangeReservation.Input, ShowReservation.Input>(
                $"{One}/{act}", run, KeepCalendar, ShowReservation.Again);
    }

    static void MapGuests(Pages pages)
    {
        pages.Show<ShowProvider.Input>("/book/{provider_id}", ShowProvider.Run, Published, isHeavy: true);
        pages.Show<ShowChosenTime.Input>("/book/{provider_id}/time", ShowChosenTime.Run, Published);
        pages.Send<SendCode.Input, ShowChosenTime.Input>(
            "/book/{provider_id}/guest", SendCode.Run, Published, ShowChosenTime.Again);
        pages.Send<HoldAsGuest.Input, ChosenByGuest>(
            "/book/{provider_id}/guest/hold", HoldAsGuest.Run, Published, ChosenByGuest.Again);
        MapManaging(pages);
        pages.Show<ShowDone.Input>("/done/{what}", ShowDone.Run, Anyone);
    }

    static void MapLedger(Pages pages)
    {
        pages.Ask<ShowCareEvents.Input, NoInput>(
            "/console/care-events", ShowCareEvents.Run, Register, ShowCareEvents.Again);
        pages.Show<NoInput>("/console/care-events/new", ShowNewCare.Run, Register);
        pages.Send<RegisterCare.Input, NoInput>(
            "/console/care-events/new", RegisterCare.Run, Register, ShowNewCare.Again);
        pages.Show<ShowCareEvent.Input>("/console/care-events/{id}", ShowCareEvent.Run, Register);
        pages.Send<ShowCareEvent.Input, ShowCareEvent.Input>(
            "/console/care-events/{id}/delete", DeleteCare.Run, Correct, ShowCareEvent.Again);
        pages.Send<ReverseCare.Input, ShowCareEvent.Input>(
            "/console/care-events/{id}/reverse", ReverseCare.Run, Correct, ShowCareEvent.Again);

        pages.Show<ShowRemittances.Input>("/console/remittances", ShowRemittances.Run, Account);
        pages.Show<PreviewRemittance.Input>("/console/remittances/new", PreviewRemittance.Run, Account);
        pages.Send<SendRemittance.Input, PreviewRemittance.Input>(
            "/console/remittances/new", SendRemittance.Run, Account, PreviewRemittance.Again);
        pages.Show<ShowRemittance.Input>("/console/remittances/{id}", ShowRemittance.Run, Account);
        pages.Send<ReverseCare.Input, ShowRemittance.Input>(
            "/console/remittances/{id}/reverse", UndoRemittance.Run, Account, ShowRemittance.Again);

        pages.Show<NoInput>("/console/months", ShowMonths.Run, Report, isHeavy: true);
        pages.Show<ShowMonth.Input>("/console/months/{month}", ShowMonth.Run, Report, isHeavy: true);
        pages.ShowAtLength<NoInput>("/console/months/check", CheckTotals.Run, Account);
        pages.Ask<ShowReports.Input, NoInput>("/console/reports", ShowReports.Run, Report, ShowReports.Again);
        pages.ShowAtLength<DownloadReport.Input>("/console/reports/csv", DownloadReport.Run, Report);
    }

    static void MapBooking(Pages pages)
    {
        pages.Ask<FindProviders.Input, FindProviders.Place>(
            "/book", FindProviders.Run, Published, FindProviders.Again);
        pages.Ask<FindProviders.Input, FindProviders.Place>(
            "/book/organisations/{organisation_id}", FindProviders.Run, Published, FindProviders.Again);
        pages.Send<HoldTime.Input, ShowChosenTime.Input>(
            "/book/{provider_id}/time", HoldTime.Run, ReserveAsUser, ShowChosenTime.Again);
    }

    static void MapAppointments(Pages pages)
    {
        pages.Show<ListOwnAppointments.Input>("/appointments", ListOwnAppointments.Run, ReserveAsUser);
        pages.Show<ShowAppointment.Input>("/appointments/{id}", ShowAppointment.Run, ReserveAsUser);
        pages.Show<ShowAppointment.Input>("/appointments/{id}/calendar", DownloadCalendar.Run, ReserveAsUser);
        pages.Send<ShowAppointment.Input, ShowAppointment.Input>(
            "/appointments/{id}/confirm", ConfirmAppointment.Run, ReserveAsUser, ShowAppointment.Again);
        pages.Send<CancelAppointment.Input, ShowAppointment.Input>(
            "/appointments/{id}/cancel", CancelAppointment.Run, ReserveAsUser, ShowAppointment.Again);
        pages.Show<ShowMove.Input>("/appointments/{id}/move", ShowMove.Run, ReserveAsUser, isHeavy: true);
        pages.Send<MoveAppointment.Input, ShowMove.Input>(
            "/appointments/{id}/move", MoveAppointment.Run, ReserveAsUser, ShowMove.Again);
    }

    static void MapManaging(Pages pages)
    {
        pages.Show<ShowManaged.Input>("/reservations/{token}", ShowManaged.Run, Anyone);
        pages.Show<ShowManaged.Input>("/reservations/{token}/calendar", DownloadManagedCalendar.Run, Anyone);
        pages.Send<ShowManaged.Input, ShowManaged.Input>(
            "/reservations/{token}/confirm", ConfirmManaged.Run, Anyone, ShowManaged.Again);
        pages.Send<CancelManaged.Input, ShowManaged.Input>(
            "/reservations/{token}/cancel", CancelManaged.Run, Anyone, ShowManaged.Again);
        pages.Show<ShowManagedMove.Input>("/reservations/{token}/move", ShowManagedMove.Run, Anyone, isHeavy: true);
        pages.Send<MoveManaged.Input, ShowManagedMove.Input>(
            "/reservations/{token}/move", MoveManaged.Run, Anyone, ShowManagedMove.Again);
    }

    // Programs that check mail follow its links, so a page only asks, and a button does it.
    static void MapMailLinks(Pages pages)
    {
        pages.Show<VerifyAddress.Input>("/verify/{code}", VerifyAddress.Ask, Anyone);
        pages.Send<VerifyAddress.Input, VerifyAddress.Input>(
            "/verify/{code}", VerifyAddress.Run, Anyone, VerifyAddress.Again);
        pages.Show<EndMessages.Input>("/unsubscribe/{token}", EndMessages.Ask, Anyone);
        pages.Send<EndMessages.Input, EndMessages.Input>(
            "/unsubscribe/{token}", EndMessages.Run, Anyone, EndMessages.Again);
        pages.Show<SetNewPassword.Page>("/reset-password/{token}", SetNewPassword.Ask, Anyone);
        pages.Send<SetNewPassword.Input, SetNewPassword.Page>(
            "/reset-password/{token}", SetNewPassword.Run, Anyone, SetNewPassword.Again);
        pages.Show<SendReview.Page>("/reviews/{provider_id}", SendReview.Ask, WriteReviews);
        pages.Send<SendReview.Input, SendReview.Page>(
            "/reviews/{provider_id}", SendReview.Run, WriteReviews, SendReview.Again);
    }
}
