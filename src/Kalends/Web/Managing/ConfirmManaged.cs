using Kalends.Scheduling.Managing;
using Kalends.Web.Frame;

namespace Kalends.Web.Managing;

/// <summary>Confirms a hold by a link to it.</summary>
static class ConfirmManaged
{
    public static async Task<Shown> Run(ShowManaged.Input input, Visit visit)
    {
        await ConfirmManagedReservation.Run(new(input.Token), visit.Call);
        return Shown.Elsewhere(ShowManaged.HrefOf(input.Token));
    }
}
