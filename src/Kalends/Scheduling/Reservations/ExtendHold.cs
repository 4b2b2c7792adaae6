using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Reservations;

/// <summary>Extends a hold, once: it lasts as long as a new one from now on, and until its start at most.</summary>
static class ExtendHold
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the reservation has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Reservation>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (held, by) = await ReservationStore.FindToChange(session, call, input.Id, input.IfMatch);
        var policy = await Policy.Find(session, call, held.ProviderId, held.ServiceId);
        var extended = held.Extend(by, call.Now, policy.HoldOf(call));
        await ReservationStore.Store(session, call, held, extended, "extended");
        return extended;
    });
}
