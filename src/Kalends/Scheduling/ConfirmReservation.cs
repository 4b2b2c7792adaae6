using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>Confirms a hold, once, before it expires.</summary>
static class ConfirmReservation
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (held, by) = await ReservationStore.FindToChange(session, call, input.Id);
        var confirmed = held.Confirm(by, call.Now);
        await ReservationStore.Store(session, call, held, confirmed, "confirmed");
        return confirmed;
    });
}
