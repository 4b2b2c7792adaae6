using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>Reads one appointment and its state.</summary>
static class ReadAppointment
{
    /// <param name="Id">The id of the appointment.</param>
    public sealed record Input([Id] long Id);

    public static async Task<AppointmentView> Run(Input input, Call call) =>
        await AppointmentView.Of(await Find(input, call), call);

    /// <summary>Reads one appointment.</summary>
    public static async Task<Appointment> Find(Input input, Call call) =>
        (await ByIds([input.Id], call)).GetValueOrDefault(input.Id)
        ?? throw SchedulingErrors.NoSuchAppointment.Refused();

    /// <summary>Reads many appointments in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Appointment>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, Appointment.Read, appointment => appointment.Id, ("ids", ids));

    static readonly Sql FindByIds = new($$"""
        SELECT {{Appointment.Columns}}
        FROM openings
        WHERE id {list ids} AND {{Appointment.Standing}}
        """);
}
