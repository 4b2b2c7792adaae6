using Kalends.Events.Public;
using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>Turns a hold into an appointment, once, while the hold lives.</summary>
static class ConfirmReservation
{
    /// <param name="Id">Which reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Reservation> Run(Input input, Call call) => call.Write(async session =>
    {
        var held = await Reservation.FindToChange(session, call, input.Id);
        var confirmed = held.Confirm(call.Now);
        await confirmed.Store(session, held.State);
        await EventLog.Append(session, call, confirmed.Event("confirmed"));
        return confirmed;
    });
}
