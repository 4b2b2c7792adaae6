using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Cancelling;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reservations;

/// <summary>Cancels a reservation, with the kind of reason.</summary>
static class CancelForClient
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Reason">The reason.</param>
    /// <param name="ReasonCode">The kind of reason.</param>
    /// <param name="IfMatch">The ETag of the reservation as the page shows it.</param>
    public sealed record Input(
        [Id] long Id, [Text(0, 500)] string? Reason = null, CancelCode? ReasonCode = null,
        [Text(1, EntityTag.ListMax)] string? IfMatch = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await CancelReservation.Run(new(input.Id, input.Reason, input.ReasonCode, input.IfMatch), visit.Call);
        return Shown.Elsewhere(ShowReservation.HrefOf(input.Id));
    }
}
