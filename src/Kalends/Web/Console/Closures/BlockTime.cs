using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Closures;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Closures;

/// <summary>Blocks time in a calendar.</summary>
static class BlockTime
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="StartsLocal">The start, by the clock of the page.</param>
    /// <param name="EndsLocal">The end, by the clock of the page.</param>
    /// <param name="Reason">The reason, for those who keep the calendar.</param>
    /// <param name="CancelReservations">Whether the reservations in it are cancelled.</param>
    public sealed record Input(
        [Id] long ProviderId, [Text(1, 30)] string StartsLocal, [Text(1, 30)] string EndsLocal,
        [Text(0, 500)] string? Reason = null, bool CancelReservations = false);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var zone = visit.Zone ?? Zone.Of((await ListCalendars.Find(input.ProviderId, visit.Call)).TimeZone);
        var starts = LocalMoment.Read(input.StartsLocal, zone, "starts_local");
        var ends = LocalMoment.Read(input.EndsLocal, zone, "ends_local");
        if (ends <= starts)
            throw Refused.InvalidParameter(
                "ends_local", FaultCode.EndBeforeStart, "ends_local must be after starts_local.");
        await CloseStretch.Run(
            new(input.ProviderId, starts, ends, input.Reason ?? "", input.CancelReservations), visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
