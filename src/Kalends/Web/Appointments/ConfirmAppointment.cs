using Kalends.Scheduling.Reservations;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Confirms a hold.</summary>
static class ConfirmAppointment
{
    public static async Task<Shown> Run(ShowAppointment.Input input, Visit visit)
    {
        await ConfirmReservation.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere($"/appointments/{input.Id}");
    }
}
