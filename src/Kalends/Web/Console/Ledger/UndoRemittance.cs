using Kalends.Reimbursements.Remittances;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Reverses a remittance.</summary>
static class UndoRemittance
{
    public static async Task<Shown> Run(ReverseCare.Input input, Visit visit)
    {
        await ReverseRemittance.Run(new(input.Id, input.Reason), visit.Call);
        return Shown.Elsewhere(ShowRemittance.HrefOf(input.Id));
    }
}
