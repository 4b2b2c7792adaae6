using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Reads one client, if the caller may see them.</summary>
static class ReadClient
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Client> Run(Input input, Call call) => call.Read(async session =>
        await session.One(FindVisible, Client.Read, call.Scope.With(("id", input.Id)))
        ?? throw Refused.NotFound("client"));

    /// <summary>Those of many clients that the caller may see, in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Client>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session =>
            await session.All(FindManyVisible, Client.Read, call.Scope.With(("ids", ids))));
        return found.ToDictionary(client => client.Id);
    }

    static readonly Sql FindVisible = Find("= @id");

    static readonly Sql FindManyVisible = Find("{list ids}");

    // Not EXISTS: PostgreSQL would hash all reservations there are to answer for one client.
    static Sql Find(string which) => new($$"""
        SELECT {{Client.Columns("c.")}}
        FROM clients c
        WHERE c.id {{which}} AND (
            @all OR c.organisation_id = @organisation OR c.user_id = @self OR c.owner_user_id = @owner
            OR @owner IN (
                SELECT p.owner_user_id
                FROM public_reservations r
                JOIN providers p ON p.id = r.provider_id
                WHERE r.client_id = c.id))
        """);
}
