using Kalends.Accounts.Public;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Changes a user's roles and organisation.</summary>
sealed class ChangeUser(UpdateUser update)
{
    /// <param name="Id">The user's UUID.</param>
    /// <param name="Roles">The complete list of roles.</param>
    /// <param name="Version">The ETag of what the page showed.</param>
    /// <param name="OrganisationId">The organisation that a manager manages.</param>
    public sealed record Input(
        [Text(36, 36)] string Id, [Count(1, 5)] IReadOnlyList<Role> Roles, [Text(1, 100)] string Version,
        [Id] long? OrganisationId = null);

    public async Task<Shown> Run(Input input, Visit visit)
    {
        await update.Run(new(input.Id, input.Roles, input.OrganisationId, IfMatch: input.Version), visit.Call);
        return Shown.Elsewhere(ShowUser.HrefOf(input.Id));
    }
}
