using Kalends.Platform.Calls;

namespace Kalends.Scheduling;

/// <summary>
/// Cancels a held or confirmed reservation; a client may do so until it begins, staff until it is completed.
/// </summary>
static class CancelReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Reason">The reason for the cancellation.</param>
    public sealed record Input([Id] long Id, [Text(0, 500)] string? Reason = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (live, by) = await ReservationStore.FindToChange(session, call, input.Id);
        var cancelled = live.Cancel(by, call.Now, input.Reason);
        await ReservationStore.Store(session, call, live, cancelled, "cancelled");
        return cancelled;
    });
}
