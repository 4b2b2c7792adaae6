using Kalends.Events.Public;
using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>Gives a held or confirmed slot back.</summary>
static class CancelReservation
{
    /// <param name="Id">Which reservation.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Input([Id] long Id, [Text(0, 500)] string? Reason = null);

    public static Task<Reservation> Run(Input input, Call call) => call.Write(async session =>
    {
        var live = await Reservation.FindToChange(session, call, input.Id);
        var cancelled = live.Cancel(call.Now, input.Reason);
        await cancelled.Store(session, live.State);
        await EventLog.Append(session, call, cancelled.Event("cancelled"));
        return cancelled;
    });
}
