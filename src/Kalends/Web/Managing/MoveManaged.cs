using Kalends.Platform.Calls;
using Kalends.Scheduling.Managing;
using Kalends.Web.Frame;

namespace Kalends.Web.Managing;

/// <summary>Moves a reservation to another time of its provider by a link to it.</summary>
static class MoveManaged
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="SlotId">The slot to which it moves.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token, [Id] long SlotId);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await MoveManagedReservation.Run(new(input.Token, input.SlotId), visit.Call);
        return Shown.Elsewhere(ShowManaged.HrefOf(input.Token));
    }
}
