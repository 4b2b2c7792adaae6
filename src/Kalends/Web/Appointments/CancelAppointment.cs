using Kalends.Platform.Calls;
using Kalends.Scheduling.Cancelling;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Cancels an appointment.</summary>
static class CancelAppointment
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="Reason">The reason.</param>
    public sealed record Input([Id] long Id, [Text(0, 500)] string? Reason = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await CancelReservation.Run(new(input.Id, input.Reason), visit.Call);
        return Shown.Elsewhere($"/appointments/{input.Id}");
    }
}
