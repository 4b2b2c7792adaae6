using Kalends.Accounts.ServiceAccounts;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ServiceAccounts;

/// <summary>Creates a service account.</summary>
static class AddServiceAccount
{
    public static async Task<Shown> Run(CreateServiceAccount.Input input, Visit visit)
    {
        await CreateServiceAccount.Run(input, visit.Call);
        return Shown.Elsewhere(ShowServiceAccounts.Path);
    }
}
