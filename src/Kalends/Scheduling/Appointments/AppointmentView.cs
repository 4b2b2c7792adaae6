using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Scheduling.Reservations;

namespace Kalends.Scheduling.Appointments;

/// <summary>An appointment and its state.</summary>
/// <param name="Id">The id of the appointment, which is the id of its opening.</param>
/// <param name="SlotId">The id of its slot, by which it is reserved.</param>
/// <param name="ProviderId">The provider who offers it.</param>
/// <param name="StartsAt">The start of the appointment.</param>
/// <param name="EndsAt">The end of the appointment.</param>
/// <param name="DurationSeconds">The length in seconds.</param>
/// <param name="Type">The purpose of the appointment: one-off or consultation.</param>
/// <param name="Status">
/// The state of the appointment; free means that it can be reserved now, and too_soon includes appointments that have
/// started or are over.
/// </param>
/// <param name="ReservationId">The live reservation of the appointment, for callers who may see it.</param>
sealed record AppointmentView(
    long Id, long SlotId, long ProviderId, Instant StartsAt, Instant EndsAt, long DurationSeconds, string Type,
    SlotState Status, long? ReservationId)
{
    [JsonIgnore]
    public Appointment Appointment => new(Id, ProviderId, StartsAt, EndsAt, Type);

    public static async Task<AppointmentView> Of(Appointment appointment, Call call) =>
        (await Of([appointment], call))[0];

    /// <summary>The views of any number of appointments, in two statements.</summary>
    public static async Task<IReadOnlyList<AppointmentView>> Of(IReadOnlyList<Appointment> appointments, Call call)
    {
        var slots = await AppointmentStates.Of(appointments, call);
        var visible = await ReadReservation.ByIds(
            slots.Values.Select(slot => slot.ReservationId).OfType<long>().ToList(),
            call.With(SchedulingAccess.Reserve));
        return appointments.Select(one => new AppointmentView(
            one.Id, one.SlotId, one.ProviderId, one.StartsAt, one.EndsAt, one.DurationSeconds, one.Type,
            slots[one.Id].State,
            slots[one.Id].ReservationId is { } id && visible.ContainsKey(id) ? id : null)).ToList();
    }
}
