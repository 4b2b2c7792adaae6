using Kalends.Accounts.Users;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Deletes a user to whom nothing refers.</summary>
sealed class RemoveUser(DeleteUser delete)
{
    public async Task<Shown> Run(ShowUser.Input input, Visit visit)
    {
        await delete.Run(new(input.Id), visit.Call);
        return Shown.Elsewhere(ShowUsers.Path);
    }
}
