using Kalends.Accounts;
using Kalends.Accounts.Public;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Users;

/// <summary>Shows the users, and the form that creates one.</summary>
static class ShowUsers
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/settings/users";

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (call, texts) = (visit.Call, visit.Texts.Settings);
        var found = await ListUsers.Run(new NoInput(), new PageRequest(PageMax, input.Cursor), call);
        IReadOnlyList<RowTable.Cell> RowOf(UserView one) =>
        [
            new(one.Username, ShowUser.HrefOf(one.Id)), SettingsFields.Named(visit, one.Roles),
            SettingsFields.Text(one.OrganisationId),
            new(one.DisabledAt is null ? texts.Enabled : texts.Disabled) { IsState = true },
        ];
        return Sheet.Page(visit, new Sheet.Seen(texts.Users)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Acts = [SettingsFields.Creating(
                visit, Path, texts.CreateUser, why,
                new("username", visit.Texts.Username)
                {
                    LengthMax = CreateUser.NameMax,
                    Required = true,
                    Autocomplete = "off",
                },
                new("password", visit.Texts.Password)
                {
                    Type = "password",
                    LengthMax = 200,
                    Required = true,
                    Hint = texts.PasswordHint,
                    Autocomplete = "new-password",
                },
                SettingsFields.Roles(visit, Enum.GetValues<Role>()), await SettingsFields.Organisation(visit))],
            Parts = [new(null, new RowTable.Seen(
                texts.Users, [visit.Texts.Username, texts.Roles, texts.Organisation, visit.Texts.Console.State],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }
}
