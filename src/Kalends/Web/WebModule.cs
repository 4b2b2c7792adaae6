using Kalends.Platform.Calls;
using Kalends.Web.Appointments;
using Kalends.Web.Booking;
using Kalends.Web.Frame;
using Kalends.Web.Guide;
using Kalends.Web.Look;
using Kalends.Web.SignIn;
using Kalends.Web.Start;
using static Kalends.Platform.Calls.Access;
using static Kalends.Scheduling.SchedulingAccess;

namespace Kalends.Web;

/// <summary>The pages: another way in to the use cases of all modules, for people with a browser.</summary>
static class WebModule
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
    }

    static void MapBooking(Pages pages)
    {
        pages.Ask<FindProviders.Input, FindProviders.Place>(
            "/book", FindProviders.Run, Published, FindProviders.Again);
        pages.Ask<FindProviders.Input, FindProviders.Place>(
            "/book/organisations/{organisation_id}", FindProviders.Run, Published, FindProviders.Again);
        pages.Show<ShowProvider.Input>("/book/{provider_id}", ShowProvider.Run, Published, isHeavy: true);
        pages.Show<ShowChosenTime.Input>("/book/{provider_id}/time", ShowChosenTime.Run, ReserveAsUser);
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
}
