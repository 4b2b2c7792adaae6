using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Clients;

/// <summary>Shows the clients that the visitor may see, all of them or those of a name.</summary>
static class ShowClients
{
    /// <param name="Name">The beginnings of the words of a name.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 200)] string? Name = null, [Text(0, 4096)] string? Cursor = null);

    const string Path = "/console/clients";
    const int PageMax = 50;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var texts = visit.Texts.Console;
        var found = await ListClients.Run(new(input.Name), new PageRequest(PageMax, input.Cursor), visit.Call);
        var filter = new FilterForm.Seen(Path, [new("name", texts.Name) { LengthMax = 200 }]);
        return ConsolePage.Of<ClientsView, ClientsView.Seen>(visit, texts.Clients, new(filter, new RowTable.Seen(
            texts.Clients, [texts.Name, visit.Texts.TimesIn], [.. found.Items.Select(RowOf)])
        {
            IfEmpty = texts.NothingFound,
            Pages = Pager.Of(visit, Path, found.Next, "name"),
        }));
    }

    static IReadOnlyList<RowTable.Cell> RowOf(Client client) =>
        [new(client.Name, $"/console/clients/{client.Id}"), client.TimeZone];
}
