using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.ClosedDays;

/// <summary>Opens an organisation on a day on which it was to be closed.</summary>
static class OpenDay
{
    public static async Task<Shown> Run(RemoveClosedDay.Input input, Visit visit)
    {
        await RemoveClosedDay.Run(input, visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
