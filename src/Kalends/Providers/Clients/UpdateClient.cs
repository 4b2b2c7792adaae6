using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Replaces all fields of a client; an ownership that is left out stays.</summary>
static class UpdateClient
{
    public static Task<Answer<Client>> Run(ChangedClient input, Call call) => call.Write(async session =>
    {
        var known = await ClientStore.FindToChange(session, call, input.Id, input.IfMatch);
        return await ClientStore.Change(session, call, known, input.Change(known, call));
    });
}
