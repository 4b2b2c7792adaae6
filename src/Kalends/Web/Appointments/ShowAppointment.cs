using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Shows an appointment, with what can be done about it: confirm a hold, move, cancel.</summary>
static class ShowAppointment
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var call = visit.Call;
        var one = await ReadReservation.Run(new(input.Id), call);
        var provider = (await Profiles.EverByIds([one.ProviderId], call))[one.ProviderId];
        var service = one.ServiceId is { } id ? (await ReadService.EverByIds([id], call)).GetValueOrDefault(id) : null;
        var facts = new AppointmentView.Facts(
            $"/appointments/{one.Id}", one.State, one.StartsAt, one.EndsAt, one.ExpiresAt, one.ProviderId,
            provider.Name, one.ServiceId, service?.Name, service?.Place);
        return AppointmentView.Show(facts, visit.Zone ?? Zone.Of(provider.TimeZone), visit, why);
    }
}
