using Kalends.Platform.Calls;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling.Managing;

/// <summary>Confirms a hold by a link to it, as its client may.</summary>
static class ConfirmManagedReservation
{
    /// <param name="Token">The token of the link.</param>
    public sealed record Input([Text(1, LinkHolder.TokenMax, Secret = true)] string Token);

    public static async Task<Answer<ManagedReservation>> Run(Input input, Call call)
    {
        var holder = await LinkHolder.Of(input.Token, call);
        return await holder.Call.Write(async session =>
        {
            await ConfirmReservation.Confirm(session, new(holder.ReservationId), holder.Call);
            return await ReadManagedReservation.Find(session, holder);
        });
    }
}
