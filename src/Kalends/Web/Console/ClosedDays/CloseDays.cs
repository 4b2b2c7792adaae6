using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.ClosedDays;

/// <summary>Closes an organisation on a day or on each day of a span.</summary>
static class CloseDays
{
    public static async Task<Shown> Run(AddClosedDays.Input input, Visit visit)
    {
        await AddClosedDays.Run(input, visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
