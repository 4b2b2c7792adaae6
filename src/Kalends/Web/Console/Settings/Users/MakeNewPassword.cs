using Kalends.Accounts;
using Kalends.Accounts.Public;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Gives a user a new password that nobody has chosen, and shows it once.</summary>
sealed class MakeNewPassword(UpdateUser update)
{
    /// <param name="Id">The user's UUID.</param>
    /// <param name="Version">The ETag of what the page showed.</param>
    public sealed record Input([Text(36, 36)] string Id, [Text(1, 100)] string Version);

    public async Task<Shown> Run(Input input, Visit visit)
    {
        var user = await ReadUser.Run(new(input.Id), visit.Call);
        var password = Passwords.MakeUp();
        await update.Run(
            new(
                user.Id, [.. Enum.GetValues<Role>().Where(role => user.Roles.Contains(EnumText.Of(role)))],
                user.OrganisationId, password, input.Version),
            visit.Call);
        var texts = visit.Texts.Settings;
        return Sheet.Page(visit, new Sheet.Seen(user.Username)
        {
            Lead = texts.ShownOnce,
            Facts = [(visit.Texts.Password, password)],
            Links = [new(user.Username, ShowUser.HrefOf(user.Id))],
        });
    }
}
