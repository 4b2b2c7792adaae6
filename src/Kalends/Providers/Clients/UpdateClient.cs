using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Says everything of a client anew; ties that are left out stay.</summary>
static class UpdateClient
{
    public static Task<Client> Run(ChangedClient input, Call call) => call.Write(async session =>
    {
        var known = await StoredClient.FindToChange(session, call, input.Id, input.IfMatch);
        return await StoredClient.Change(session, call, known, input.Change(known, call));
    });
}
