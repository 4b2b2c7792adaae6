using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Creates a client; a caller in the role client creates their own record.</summary>
static class CreateClient
{
    public static Task<Answer<Client>> Run(ClientInput input, Call call)
    {
        var entered = input.Enter(call);
        if (!call.Scope.IsStaff)
            entered = entered with { UserId = call.Caller.UserId };
        return call.Write(session => Store(session, call, entered));
    }

    /// <summary>Creates a client in the caller's transaction.</summary>
    public static async Task<Client> Store(Session session, Call call, Client entered)
    {
        await entered.OwnershipOf().Check(session);
        var id = await session.Number(Insert, entered.Values())
            ?? throw ProvidersErrors.UserIsClient.Refused();
        var client = entered with { Id = id };
        await ClientWords.Store(session, client);
        await EventLog.Append(session, call, client.Event("created"));
        return client;
    }

    static readonly Sql Insert = new("""
        INSERT INTO clients
            (first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at, updated_at, version)
        VALUES (@first, @last, @zone, @user, @owner, @organisation, @created, @updated, @version)
        ON CONFLICT (user_id) DO NOTHING
        RETURNING id AS n
        """);
}
