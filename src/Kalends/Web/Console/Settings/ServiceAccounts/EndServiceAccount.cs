using Kalends.Accounts.ServiceAccounts;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ServiceAccounts;

/// <summary>Disables a service account for good.</summary>
sealed class EndServiceAccount(DisableServiceAccount disable)
{
    public async Task<Shown> Run(DisableServiceAccount.Input input, Visit visit)
    {
        await disable.Run(input, visit.Call);
        return Shown.Elsewhere(ShowServiceAccounts.Path);
    }
}
