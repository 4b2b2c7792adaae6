using Kalends.Platform.Calls;
using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Moves an appointment to another time of its provider.</summary>
static class MoveAppointment
{
    /// <param name="Id">The id of the reservation.</param>
    /// <param name="SlotId">The slot to which it moves.</param>
    public sealed record Input([Id] long Id, [Id] long SlotId);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        await RescheduleReservation.Run(new(input.Id, input.SlotId), visit.Call);
        return Shown.Elsewhere($"/appointments/{input.Id}");
    }
}
