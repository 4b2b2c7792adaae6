using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Shows the times to which an appointment can be moved.</summary>
static class ShowMove
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    public sealed record Input([Id] long Id, YearMonth? Month = null, DateOnly? Day = null);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var one = await ReadReservation.Run(new(input.Id), visit.Call);
        var provider = await ReadProvider.Run(new(one.ProviderId), visit.Call);
        var moved = new MoveView.Moved(
            $"/appointments/{one.Id}", one.StartsAt, one.ProviderId, provider.TimeZone, one.ServiceId);
        return await MoveView.Show(moved, input.Month, input.Day, visit, why);
    }
}
