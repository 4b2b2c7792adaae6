using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>Turns a hold into an appointment, once, while the hold lives.</summary>
static class ConfirmReservation
{
    /// <param name="Id">Which reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Reservation> Run(Input input, Call call) => call.Write(async session =>
    {
        var (held, by) = await ReservationStore.FindToChange(session, call, input.Id);
        var confirmed = held.Confirm(by, call.Now);
        await ReservationStore.Store(session, call, held, confirmed, "confirmed");
        return confirmed;
    });
}
