using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Appointments;

/// <summary>An appointment and how it stands.</summary>
/// <param name="Id">Names it; it is the id of an opening.</param>
/// <param name="SlotId">What a reservation asks for.</param>
/// <param name="ProviderId">Who offers it.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="DurationSeconds">How long it is.</param>
/// <param name="Type">What it is for: one-off or consultation.</param>
/// <param name="Status">
/// Free means that it can be reserved now; too_soon also stands for one that has started or is over.
/// </param>
/// <param name="ReservationId">The live reservation on it, for those who may see that one.</param>
sealed record AppointmentView(
    long Id, long SlotId, long ProviderId, Instant StartsAt, Instant EndsAt, long DurationSeconds, string Type,
    SlotState Status, long? ReservationId)
{
    [JsonIgnore]
    public Appointment Appointment => new(Id, ProviderId, StartsAt, EndsAt, Type);

    public static async Task<AppointmentView> Of(Appointment appointment, Call call) =>
        (await Of([appointment], call))[0];

    /// <summary>How many appointments stand, in two statements, whatever their number.</summary>
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
