using Kalends.Platform.Calls;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling.Managing;

/// <summary>Moves a reservation to another slot of its provider by a link to it, as its client may.</summary>
static class MoveManagedReservation
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="SlotId">The id of the new slot.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token, [Id] long SlotId);

    public static async Task<Answer<ManagedReservation>> Run(Input input, Call call)
    {
        var holder = await LinkHolder.Of(input.Token, call);
        return await holder.Call.Write(async session =>
        {
            await RescheduleReservation.Move(session, new(holder.ReservationId, input.SlotId), holder.Call);
            return await ReadManagedReservation.Find(session, holder);
        });
    }
}
