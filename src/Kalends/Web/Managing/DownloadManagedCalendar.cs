using Kalends.Scheduling.Managing;
using Kalends.Web.Frame;

namespace Kalends.Web.Managing;

/// <summary>A reservation as a file for the visitor's own calendar, by a link to it.</summary>
static class DownloadManagedCalendar
{
    public static async Task<Shown> Run(ShowManaged.Input input, Visit visit) =>
        Shown.File(await ReadManagedCalendar.Run(new(input.Token), visit.Call));
}
