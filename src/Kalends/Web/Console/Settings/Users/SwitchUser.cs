using Kalends.Accounts.Users;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Disables a user, or enables them again.</summary>
sealed class SwitchUser(DisableUser disable)
{
    public async Task<Shown> Off(ShowUser.Input input, Visit visit)
    {
        await disable.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowUser.HrefOf(input.Id));
    }

    public static async Task<Shown> On(ShowUser.Input input, Visit visit)
    {
        await EnableUser.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowUser.HrefOf(input.Id));
    }
}
