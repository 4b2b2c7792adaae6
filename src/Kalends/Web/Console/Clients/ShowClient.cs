using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Clients;

/// <summary>
/// Shows a client with their appointments in the calendars that the visitor keeps, in the order of their starts.
/// </summary>
static class ShowClient
{
    /// <param name="Id">The id of the client.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Id] long Id, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var texts = visit.Texts;
        var client = await ReadClient.Run(new(input.Id), visit.Call);
        var call = visit.Call.With(SchedulingAccess.KeepCalendar);
        var found = await ListReservations.Run(
            new(ClientId: client.Id), new PageRequest(PageMax, input.Cursor), call);
        var providers = await Profiles.EverByIds([.. found.Items.Select(one => one.ProviderId).Distinct()], call);
        var services = await ReadService.EverByIds(
            [.. found.Items.Select(one => one.ServiceId).OfType<long>().Distinct()], call);
        IReadOnlyList<RowTable.Cell> RowOf(Reservation one)
        {
            var provider = providers[one.ProviderId];
            var starts = one.StartsAt.InZone(visit.Zone ?? Zone.Of(provider.TimeZone));
            return
            [
                new(texts.Moment(starts) + $" {starts.Year}", $"/console/reservations/{one.Id}"),
                services.GetValueOrDefault(one.ServiceId ?? 0)?.Name, provider.Name,
                new(texts.State(one.State)) { IsState = true },
            ];
        }

        return ConsolePage.Of<ClientView, ClientView.Seen>(visit, client.Name, new(
            client.Name, client.TimeZone, new RowTable.Seen(
                texts.Console.Reservations,
                [texts.When, texts.Service, texts.With, texts.Console.State], [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, $"/console/clients/{client.Id}", found.Next),
            }));
    }
}
