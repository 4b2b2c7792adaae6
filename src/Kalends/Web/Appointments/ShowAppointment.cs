using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Web.Booking;
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
        var (call, texts) = (visit.Call, visit.Texts);
        var one = await ReadReservation.Run(new(input.Id), call);
        var provider = (await Profiles.EverByIds([one.ProviderId], call))[one.ProviderId];
        var service = one.ServiceId is { } id ? (await ReadService.EverByIds([id], call)).GetValueOrDefault(id) : null;
        var zone = visit.Zone ?? Zone.Of(provider.TimeZone);
        var starts = one.StartsAt.InZone(zone);
        var isAhead = one.State is ReservationState.Held or ReservationState.Confirmed && one.StartsAt > call.Now;
        return Shown.As<AppointmentView, AppointmentView.Seen>(texts.Appointment, new(
            one.Id, texts.State(one.State), provider.Name, service?.Name, service?.Place,
            texts.Day(starts.Date), texts.Times(starts, one.EndsAt.InZone(zone)), texts.Zone(zone),
            one.State == ReservationState.Held ? HoldOf(one, zone, visit) : null,
            isAhead, why is null ? null : texts.Sentence(why),
            ShowProvider.HrefOf(one.ProviderId, one.ServiceId)));
    }

    static AppointmentView.Hold HoldOf(Reservation held, DateTimeZone zone, Visit visit)
    {
        var left = held.ExpiresAt.Since(visit.Call.Now);
        return new AppointmentView.Hold(
            visit.Texts.HeldUntil(visit.Texts.Time(held.ExpiresAt.InZone(zone))),
            (long)Math.Ceiling(left.TotalSeconds), visit.Texts.Minutes((int)Math.Ceiling(left.TotalMinutes)));
    }
}
