using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Reservations;

/// <summary>Withdraws a no-show within a day: the reservation is confirmed again, unless its time is taken.</summary>
static class ReinstateReservation
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Overlap">Whether the client may have another reservation at this time.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, bool Overlap = false, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        ReservationStore.HoldCalendar(session, input.Id);
        ReservationStore.HoldClient(session, input.Id);
        var (missed, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var confirmed = missed.Reinstate(by, call.Now);
        await ReservationStore.RequireFreeTime(session, call, missed);
        if (!input.Overlap)
            await ReservationStore.AskElsewhere(session, call, missed.ClientId, missed.Stretch).RequireNone(call);
        await ReservationStore.Store(session, call, missed, confirmed, "reinstated");
        return confirmed;
    });
}
