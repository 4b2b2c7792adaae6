using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Scheduling.Cancelling;

/// <summary>
/// Cancels a held or confirmed reservation; a client may do so until it begins, staff until it is completed.
/// </summary>
/// <remarks>
/// A client who cancels a confirmed reservation after the notice has passed is late, and pays what the policy says.
/// </remarks>
static class CancelReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Reason">The reason for the cancellation.</param>
    /// <param name="ReasonCode">The kind of reason.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Text(0, 500)] string? Reason = null, CancelCode? ReasonCode = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) =>
        call.Write(session => Cancel(session, input, call));

    /// <summary>Cancels the reservation in the caller's transaction.</summary>
    public static async Task<Reservation> Cancel(Session session, Input input, Call call)
    {
        var (live, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var policy = await Policy.Find(session, call, live.ProviderId, live.ServiceId);
        var cancelled = live.Cancel(by, call.Now, input.Reason, input.ReasonCode, policy.CancelNotice);
        await ReservationStore.Store(session, call, live, cancelled, "cancelled");
        if (cancelled.Late && policy.LateCancelEventTypeId is { } eventTypeId)
            foreach (var late in call.Hooks<LateCancellation>())
                await late.Bill(session, call, Visit.Of(cancelled), eventTypeId);
        return cancelled;
    }
}
