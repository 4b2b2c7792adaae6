using Kalends.Scheduling.Feeds;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>An appointment as a file for the visitor's own calendar.</summary>
static class DownloadCalendar
{
    public static async Task<Shown> Run(ShowAppointment.Input input, Visit visit) =>
        Shown.File(await ReadReservationCalendar.Run(new(input.Id), visit.Call));
}
