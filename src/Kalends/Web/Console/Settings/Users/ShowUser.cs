using Kalends.Accounts.Public;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Shows a user, and what can be done about them.</summary>
static class ShowUser
{
    /// <param name="Id">The user's UUID.</param>
    public sealed record Input([Text(36, 36)] string Id);

    public static string HrefOf(string id) => $"{ShowUsers.Path}/{id}";

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (texts, user) = (visit.Texts.Settings, await ReadUser.Run(new(input.Id), visit.Call));
        var (path, isEnabled) = (HrefOf(user.Id), user.DisabledAt is null);
        return Sheet.Page(visit, new Sheet.Seen(user.Username)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Links = [new(texts.Users, ShowUsers.Path)],
            Facts = [(visit.Texts.Console.State, isEnabled ? texts.Enabled : texts.Disabled)],
            Acts =
            [
                new(path, visit.Texts.Console.Save)
                {
                    // The change is based on what this page shows.
                    Hidden = [("version", user.Tag.ToString())],
                    About = texts.ChangeAbout,
                    Fields = SettingsFields.WithFaults(
                        visit, why, SettingsFields.Roles(visit, Enum.GetValues<Role>(), user.Roles),
                        await SettingsFields.Organisation(visit, user.OrganisationId)),
                },
                isEnabled
                    ? new($"{path}/disable", texts.Disable) { Opens = texts.Disable, About = texts.DisableAbout }
                    : new($"{path}/enable", texts.Enable) { About = texts.EnableAbout },
                new($"{path}/password", texts.NewPassword)
                {
                    Hidden = [("version", user.Tag.ToString())],
                    Opens = texts.NewPassword,
                    About = texts.NewPasswordAbout,
                    Warns = true,
                },
                new($"{path}/delete", texts.DeleteUser)
                {
                    Opens = texts.DeleteUser,
                    About = texts.DeleteUserAbout,
                    Warns = true,
                },
            ],
        });
    }
}
