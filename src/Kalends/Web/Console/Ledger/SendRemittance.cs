using Kalends.Platform.Calls;
using Kalends.Reimbursements.Remittances;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Pays care events that were picked, or a caregiver's month, in one currency.</summary>
static class SendRemittance
{
    /// <param name="Reference">The payer's own name of the payment.</param>
    /// <param name="CareEventIds">The care events that were picked.</param>
    /// <param name="CaregiverId">The caregiver whose month is paid.</param>
    /// <param name="ServiceMonth">The month.</param>
    /// <param name="Currency">The currency of the month's care.</param>
    public sealed record Input(
        [Text(1, 100)] string Reference, [Id, Count(1, 100)] IReadOnlyList<long>? CareEventIds = null,
        [Id] long? CaregiverId = null, YearMonth? ServiceMonth = null, [Text(3, 3)] string? Currency = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var made = await RemitCareEvents.Run(
            new(input.Reference, input.CareEventIds, input.CaregiverId, input.ServiceMonth, input.Currency),
            visit.Call);
        return Shown.Elsewhere(ShowRemittance.HrefOf(made.Value.Id));
    }
}
