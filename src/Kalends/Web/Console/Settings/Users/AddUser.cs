using Kalends.Accounts.Users;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Creates a user.</summary>
static class AddUser
{
    public static async Task<Shown> Run(CreateUser.Input input, Visit visit)
    {
        var made = await CreateUser.Run(input, visit.Call);
        return Shown.Elsewhere(ShowUser.HrefOf(made.Value.Id));
    }
}
