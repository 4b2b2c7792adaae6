using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Lists the clients that the caller may see, in the order of their creation.</summary>
static class ListClients
{
    public static async Task<Page<Client>> Run(NoInput input, PageRequest page, Call call)
    {
        var found = await Find(page, call);
        await ClientReads.Log(call, ReadKind.Record, found.Items.Select(client => client.Id));
        return found;
    }

    static Task<Page<Client>> Find(PageRequest page, Call call) => call.Read(async session =>
    {
        var stretch = ById.Of(page);
        var met = await SeenClients.ListMet(
            session, call, circle => circle.After, ("after", stretch.LowNumber ?? 0), ("limit", stretch.Limit));
        return await new ListQuery<Client>(
            ById, Client.Read, Client.Columns("c."), "clients c", call.Scope.With(("met", met)))
            .Where(IsVisible)
            .Page(session, page);
    });

    const string IsVisible = """
        (@all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner OR c.id {list met})
        """;

    static readonly Keyset<Client> ById = new("id", new Key<Client>("c.id", client => client.Id));
}
