using Kalends.Platform.Calls;
using Kalends.Scheduling.Managing;
using Kalends.Web.Appointments;
using Kalends.Web.Frame;

namespace Kalends.Web.Managing;

/// <summary>Shows the times to which a reservation can be moved by a link to it.</summary>
static class ShowManagedMove
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Day">The day whose times are shown.</param>
    public sealed record Input(
        [Text(1, LinkHolder.TokenMax, Secret = true)] string Token, YearMonth? Month = null, DateOnly? Day = null);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var one = await ReadManagedReservation.Run(new(input.Token), visit.Call);
        var moved = new MoveView.Moved(
            visit.PathTo(ShowManaged.HrefOf(input.Token)), one.StartsAt, one.ProviderId, one.TimeZone, one.ServiceId);
        return await MoveView.Show(moved, input.Month, input.Day, visit, why);
    }
}
