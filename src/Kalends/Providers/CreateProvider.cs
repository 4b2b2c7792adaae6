using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Creates a provider in the directory; the caller owns it.</summary>
static class CreateProvider
{
    public static Task<Answer<Profile>> Run(ProviderInput input, Call call)
    {
        var entered = input.Enter(call);
        return call.Write(session => Store(session, call, entered));
    }

    /// <summary>Creates a provider in the caller's transaction.</summary>
    public static async Task<Profile> Store(Session session, Call call, Profile entered)
    {
        await entered.OwnershipOf().Check(session);
        var provider = await ProfileStore.Insert(session, call, entered)
            ?? throw ProvidersErrors.UserIsProvider.Refused();
        await ProviderLog.Append(session, call, provider.Event("created"));
        return provider;
    }
}
