using Kalends.Accounts;
using Kalends.Accounts.ApiKeys;
using Kalends.Accounts.ServiceAccounts;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ApiKeys;

/// <summary>Shows the API keys that the visitor keeps, and the form that makes one.</summary>
sealed class ShowApiKeys(KeyScopes scopes)
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/settings/api-keys";

    const int PageMax = 50;

    public Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    public static string StateOf(ApiKey key, Visit visit) =>
        key.RevokedAt is not null ? visit.Texts.Settings.Revoked
        : key.IsOver(visit.Call.Now) ? visit.Texts.Settings.Expired
        : visit.Texts.Settings.Enabled;

    async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var found = await ListApiKeys.Run(new(), new PageRequest(PageMax, input.Cursor), visit.Call);
        IReadOnlyList<RowTable.Cell> RowOf(ApiKey one) =>
        [
            new(one.Name, ShowApiKey.HrefOf(one.Id)), one.Prefix, string.Join(", ", one.Scopes),
            SettingsFields.Moment(visit, one.LastUsedAt), SettingsFields.Moment(visit, one.ExpiresAt),
            new(StateOf(one, visit)) { IsState = true },
        ];
        return Sheet.Page(visit, new Sheet.Seen(texts.ApiKeys)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Lead = texts.ApiKeysAbout,
            Acts = [SettingsFields.Creating(
                visit, Path, texts.MakeKey, why,
                [
                    new("name", visit.Texts.Console.Name) { LengthMax = ApiKey.NameMax, Required = true },
                    new("scopes", texts.Scopes)
                    {
                        Type = "checkboxes",
                        Choices = [.. scopes.Words.Select(word => new Field.Choice(word, word))],
                    },
                    new("expires_on", texts.ExpiresOn) { Type = "date" },
                    .. await Accounts(visit),
                ])],
            Parts = [new(null, new RowTable.Seen(
                texts.ApiKeys,
                [
                    visit.Texts.Console.Name, texts.Prefix, texts.Scopes, texts.LastUsed, texts.ExpiresOn,
                    visit.Texts.Console.State,
                ],
                [.. found.Items.Select(RowOf)])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }

    /// <summary>The first service accounts for which the visitor makes keys.</summary>
    static async Task<IReadOnlyList<Field.Seen>> Accounts(Visit visit)
    {
        if (!visit.May(AccountsAccess.KeepServiceAccounts))
            return [];
        var found = await ListServiceAccounts.Run(
            new NoInput(), new PageRequest(100), visit.Call.With(AccountsAccess.KeepServiceAccounts));
        return [new("user_id", visit.Texts.Settings.ForWhom)
        {
            Choices =
            [
                new("", visit.Texts.Settings.ForMe),
                .. found.Items.Where(one => one.DisabledAt is null).Select(one => new Field.Choice(one.Id, one.Name)),
            ],
        }];
    }
}
