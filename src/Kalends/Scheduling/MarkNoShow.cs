using Kalends.Platform.Calls;
using Kalends.Scheduling.Public;

namespace Kalends.Scheduling;

/// <summary>Writes down that the client of a confirmed reservation did not come.</summary>
static class MarkNoShow
{
    /// <param name="Id">Which reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Reservation> Run(Input input, Call call) =>
        call.Write(session => Visits.End(session, call, input.Id, ReservationState.NoShow));
}
