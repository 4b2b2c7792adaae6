using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Reservations;

/// <summary>Records that the client of a confirmed reservation did not come.</summary>
static class MarkNoShow
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input([Id] long Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (confirmed, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var missed = confirmed.Miss(by, call.Now);
        await ReservationStore.Store(session, call, confirmed, missed, "no_show");
        return missed;
    });
}
