using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Lists the clients that the caller may see, in the order of their creation.</summary>
static class ListClients
{
    /// <param name="Name">
    /// Only clients with, for each word of this text, a word in their name that begins with it. Case, accents and
    /// scripts do not count. At most five words.
    /// </param>
    public sealed record Input([Text(0, 200)] string? Name = null);

    /// <summary>
    /// The greatest number of clients that a provider's owner has to do with and among whom a name is sought.
    /// </summary>
    const int MetMax = 10_000;

    public static async Task<Page<Client>> Run(Input input, PageRequest page, Call call)
    {
        var found = await Find(input, page, call);
        await ClientReads.Log(call, ReadKind.Record, found.Items.Select(client => client.Id));
        return found;
    }

    static Task<Page<Client>> Find(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        var stretch = ById.Of(page);
        var hasName = !string.IsNullOrWhiteSpace(input.Name);
        var met = await SeenClients.ListMet(
            session, call, circle => circle.After, ("after", stretch.LowNumber ?? 0),
            ("limit", hasName ? MetMax : stretch.Limit));
        var query = new ListQuery<Client>(
            ById, Client.Read, Client.Columns("c."), "clients c", call.Scope.With(("met", met)))
            .Where(IsVisible);
        if (hasName)
            foreach (var condition in ClientWords.Conditions(input.Name!, query.Given))
                query.Where(condition);
        return await query.Page(session, page);
    });

    const string IsVisible = """
        (@all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner OR c.id {list met})
        """;

    static readonly Keyset<Client> ById = new("id", new Key<Client>("c.id", client => client.Id));
}
