using Kalends.Accounts.Public;
using Kalends.Accounts.ServiceAccounts;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ServiceAccounts;

/// <summary>Shows the service accounts that the visitor keeps, and the form that creates one.</summary>
static class ShowServiceAccounts
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/settings/service-accounts";

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var found = await ListServiceAccounts.Run(
            new NoInput(), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(ServiceAccount one) =>
        [
            one.Name, SettingsFields.Named(visit, one.Roles), SettingsFields.Text(one.OrganisationId),
            new(one.DisabledAt is null ? texts.Enabled : texts.Disabled) { IsState = true },
            new("") { Acts = one.DisabledAt is null ? [DisablingOf(one, visit)] : [] },
        ];
        return Sheet.Page(visit, new Sheet.Seen(texts.ServiceAccounts)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Lead = texts.ServiceAccountsAbout,
            Acts = [SettingsFields.Creating(visit, Path, texts.CreateServiceAccount, why, await FieldsOf(visit))],
            Parts = [new(null, new RowTable.Seen(
                texts.ServiceAccounts,
                [
                    visit.Texts.Console.Name, texts.Roles, texts.Organisation, visit.Texts.Console.State, texts.Disable,
                ],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }

    // A manager gives the roles of their own kind, in their own organisation.
    static async Task<IReadOnlyList<Field.Seen>> FieldsOf(Visit visit)
    {
        var name = new Field.Seen("name", visit.Texts.Console.Name) { LengthMax = CreateUser.NameMax, Required = true };
        return visit.Call.Scope.All
            ? [name, SettingsFields.Roles(visit, Enum.GetValues<Role>()), await SettingsFields.Organisation(visit)]
            : [name, SettingsFields.Roles(visit, [Role.Client, Role.Provider, Role.Manager])];
    }

    static ActForm.Seen DisablingOf(ServiceAccount one, Visit visit) => new(
        $"{Path}/{one.Id}/disable", visit.Texts.Settings.Disable)
    {
        Opens = visit.Texts.Settings.Disable,
        About = visit.Texts.Settings.DisableServiceAccountAbout,
        Warns = true,
    };
}
