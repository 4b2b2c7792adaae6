using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Clients;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Clients;

/// <summary>Shows the clients that the visitor may see.</summary>
static class ShowClients
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    const string Path = "/console/clients";
    const int PageMax = 50;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var texts = visit.Texts.Console;
        var found = await ListClients.Run(new NoInput(), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(Providers.Public.Client client) =>
        [
            client.Name, client.TimeZone,
        ];
        return ConsolePage.Of<ClientsView, ClientsView.Seen>(visit, texts.Clients, new(new RowTable.Seen(
            texts.Clients, [texts.Name, visit.Texts.TimesIn], [.. found.Items.Select(RowOf)])
        {
            Pages = Pager.Of(visit, Path, found.Next),
        }));
    }
}
