using Kalends.Platform.Calls;
using Kalends.Scheduling.Cancelling;

namespace Kalends.Scheduling.Managing;

/// <summary>Cancels a reservation by a link to it, as its client may; the link ends with it.</summary>
static class CancelManagedReservation
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="Reason">The reason for the cancellation.</param>
    /// <param name="ReasonCode">The kind of reason.</param>
    public sealed record Input(
        [Text(1, LinkHolder.TokenMax, Secret = true)] string Token, [Text(0, 500)] string? Reason = null,
        CancelCode? ReasonCode = null);

    public static async Task<Answer<ManagedReservation>> Run(Input input, Call call)
    {
        var holder = await LinkHolder.Of(input.Token, call);
        return await holder.Call.Write(async session =>
        {
            await CancelReservation.Cancel(
                session, new(holder.ReservationId, input.Reason, input.ReasonCode), holder.Call);
            return await ReadManagedReservation.Find(session, holder);
        });
    }
}
