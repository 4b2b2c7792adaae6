using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Reservations;

/// <summary>Confirms a hold, once, before it expires.</summary>
static class ConfirmReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input([Id] long Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) =>
        call.Write(session => Confirm(session, input, call));

    /// <summary>Confirms the hold in the caller's transaction.</summary>
    public static async Task<Reservation> Confirm(Session session, Input input, Call call)
    {
        var (held, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var confirmed = held.Confirm(by, call.Now);
        await ReservationStore.Store(session, call, held, confirmed, "confirmed");
        return confirmed;
    }
}
