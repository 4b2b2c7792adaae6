using Kalends.Accounts.ApiKeys;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ApiKeys;

/// <summary>Revokes an API key for good.</summary>
sealed class EndApiKey(RevokeApiKey revoke)
{
    public async Task<Shown> Run(ShowApiKey.Input input, Visit visit)
    {
        await revoke.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowApiKey.HrefOf(input.Id));
    }
}
