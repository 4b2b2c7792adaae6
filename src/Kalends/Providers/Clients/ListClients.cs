using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Lists the clients that the caller may see, in the order in which they came.</summary>
static class ListClients
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Client>> Run(Input input, Call call) => call.Read(async session =>
    {
        var (after, limit) = (Cursor.Read(input.Cursor)?.Id ?? 0, input.Limit + 1);
        var met = await SeenClients.ListMet(session, call, circle => circle.After, ("after", after), ("limit", limit));
        var rows = await session.All(FindVisible, Client.Read, call.Scope.With(
            ("after", after), ("limit", limit), ("met", met)));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql FindVisible = new($$"""
        SELECT {{Client.Columns("c.")}}
        FROM clients c
        WHERE c.id > @after AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR c.id {list met})
        ORDER BY c.id
        LIMIT @limit
        """);
}
