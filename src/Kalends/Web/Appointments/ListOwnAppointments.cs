using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Appointments;

/// <summary>Lists the appointments of the client that the visitor is: those ahead, and the last ones before.</summary>
static class ListOwnAppointments
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    const int AheadMax = 20;
    const int PastMax = 10;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var call = visit.Call;
        var client = (await GetCurrentUser.Run(new(), call)).ClientId;
        var ahead = await ListOf(client, new(From: call.Now), new PageRequest(AheadMax, input.Cursor), call);
        var past = await ListOf(
            client, new(StartsBefore: call.Now), new PageRequest(PastMax) { Backward = true }, call);
        IReadOnlyList<Reservation> all = [.. ahead.Items, .. past.Items];
        var providers = await Profiles.EverByIds([.. all.Select(one => one.ProviderId).Distinct()], call);
        var services = await ReadService.EverByIds(
            [.. all.Select(one => one.ServiceId).OfType<long>().Distinct()], call);
        AppointmentRow.Seen RowOf(Reservation one) => AppointmentRow.Of(
            one, providers[one.ProviderId], services.GetValueOrDefault(one.ServiceId ?? 0), visit);
        return Shown.As<OwnAppointmentsView, OwnAppointmentsView.Seen>(visit.Texts.MyAppointments, new(
            [.. ahead.Items.Select(RowOf)],
            [.. past.Items.Where(one => one.EndsAt <= call.Now).Reverse().Select(RowOf)],
            ahead.Next is null ? null : Href.Of("/appointments", ("cursor", ahead.Next))));
    }

    static async Task<Platform.Paging.Page<Reservation>> ListOf(
        long? client, ListReservations.Input which, PageRequest page, Call call) =>
        client is null ? new([], null) : await ListReservations.Run(which with { ClientId = client }, page, call);
}
