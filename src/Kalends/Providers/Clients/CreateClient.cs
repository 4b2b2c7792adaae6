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
        return await ClientEntry.Insert(session, call, entered) ?? throw ProvidersErrors.UserIsClient.Refused();
    }
}
