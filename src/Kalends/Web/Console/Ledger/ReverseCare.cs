using Kalends.Platform.Calls;
using Kalends.Reimbursements.CareEvents;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Reverses a care event, and leads to its reversal.</summary>
static class ReverseCare
{
    /// <param name="Id">The id of the care event.</param>
    /// <param name="Reason">The reason.</param>
    public sealed record Input([Id] long Id, [Text(1, 500)] string? Reason = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var reversal = await ReverseCareEvent.Run(new(input.Id, input.Reason), visit.Call);
        return Shown.Elsewhere(ShowCareEvent.HrefOf(reversal.Value.Id));
    }
}
