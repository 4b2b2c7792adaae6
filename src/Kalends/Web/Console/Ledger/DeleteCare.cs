using Kalends.Reimbursements.CareEvents;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Deletes a care event that was never paid.</summary>
static class DeleteCare
{
    public static async Task<Shown> Run(ShowCareEvent.Input input, Visit visit)
    {
        await DeleteCareEvent.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowCareEvents.Path);
    }
}
