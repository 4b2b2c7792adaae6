using Kalends.Accounts.Organisations;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Organisations;

/// <summary>Shows the organisations, and the form that creates one.</summary>
static class ShowOrganisations
{
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Text(0, 4096)] string? Cursor = null);

    public const string Path = "/console/settings/organisations";

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var texts = visit.Texts.Settings;
        var found = await ListOrganisations.Run(new NoInput(), new PageRequest(PageMax, input.Cursor), visit.Call);
        return Sheet.Page(visit, new Sheet.Seen(texts.Organisations)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Acts = [SettingsFields.Creating(
                visit, Path, texts.CreateOrganisation, why,
                new Field.Seen("name", visit.Texts.Console.Name) { LengthMax = 200, Required = true })],
            Parts = [new(null, new RowTable.Seen(
                texts.Organisations, [visit.Texts.Ledger.Number, visit.Texts.Console.Name],
                [.. found.Items.Select(IReadOnlyList<RowTable.Cell> (one) =>
                    [SettingsFields.Text(one.Id), new(one.Name, $"/book/organisations/{one.Id}")])])
            {
                Pages = Pager.Of(visit, Path, found.Next),
            })],
        });
    }
}
