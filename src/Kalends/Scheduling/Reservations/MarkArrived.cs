using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Reservations;

/// <summary>
/// Records that the client of a confirmed reservation arrived, from 12 hours before its start on; a second record
/// changes nothing.
/// </summary>
static class MarkArrived
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (confirmed, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var arrived = confirmed.Arrive(by, call.Now);
        if (arrived != confirmed)
            await ReservationStore.Store(session, call, confirmed, arrived, "arrived");
        return arrived;
    });
}
