using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Finds the clients that a caller may see.</summary>
static class SeenClients
{
    /// <summary>The clients among many that the caller may see, to show them: the read is logged.</summary>
    public static async Task<IReadOnlyDictionary<long, Client>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await Find(ids, call);
        await ClientReads.Log(call, ReadKind.Record, found.Keys);
        return found;
    }

    /// <summary>The same for a decision that shows nothing of them.</summary>
    public static Task<IReadOnlyDictionary<long, Client>> Find(IReadOnlyList<long> ids, Call call) =>
        call.Read<IReadOnlyDictionary<long, Client>>(async session =>
        {
            var met = await ListMet(session, call, circle => circle.Among, ("ids", ids));
            var found = await session.All(FindVisible, Client.Read, call.Scope.With(("ids", ids), ("met", met)));
            return found.ToDictionary(client => client.Id);
        });

    /// <summary>The clients that the caller's providers deal with, among those that a statement asks for.</summary>
    public static async Task<IReadOnlyList<long>> ListMet(
        Session session, Call call, Func<ClientCircle, Sql> ask, params (string, object?)[] values)
    {
        var met = new List<long>();
        if (call.Scope.OwnerUserId is { } owner)
            foreach (var circle in call.Hooks<ClientCircle>())
                met.AddRange(await session.All(ask(circle), row => row.Long("id"), [("owner", owner), .. values]));
        return met;
    }

    static readonly Sql FindVisible = new($$"""
        SELECT {{Client.Columns()}}
        FROM clients
        WHERE id {list ids} AND (
            @all OR organisation_id = @organisation OR user_id = @self OR owner_user_id = @owner OR id {list met})
        """);
}
