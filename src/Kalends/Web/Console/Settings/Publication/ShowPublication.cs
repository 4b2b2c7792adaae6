using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Kalends.Providers.Publishing;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Publication;

/// <summary>
/// Shows whether an organisation opens its providers to people without an account, which sites may show their booking,
/// and who of them is hidden.
/// </summary>
static class ShowPublication
{
    public const string Path = "/console/settings/publication";

    /// <param name="OrganisationId">The organisation; by default the visitor's own.</param>
    /// <param name="Cursor">The place at which the page of providers begins.</param>
    public sealed record Input([Id] long? OrganisationId = null, [Text(0, 500)] string? Cursor = null);

    const int PageMax = 50;

    public static string HrefOf(long organisationId) => Href.Of(Path, ("organisation_id", $"{organisationId}"));

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (texts, organisation) = (visit.Texts.Settings, input.OrganisationId ?? visit.Call.Caller.OrganisationId);
        var page = new Sheet.Seen(texts.Publication)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Lead = texts.PublicationAbout,
            Filter = visit.Call.Scope.All
                ? new FilterForm.Seen(Path, [await SettingsFields.Organisation(visit, organisation)])
                : null,
        };
        if (organisation is not { } id)
            return Sheet.Page(visit, page);
        var said = await ReadPublication.Run(new(id), visit.Call);
        var found = await ListProviders.Run(
            new(new(OrganisationId: id), Limit: PageMax, Cursor: input.Cursor), visit.Call);
        return Sheet.Page(visit, page with
        {
            Acts = [FormOf(id, said, why, visit)],
            Parts = [new(texts.Providers, new RowTable.Seen(
                texts.Providers, [visit.Texts.Console.Name, visit.Texts.Console.State],
                [.. found.Items.Select(one => RowOf(id, one, said, visit))])
            {
                Pages = Pager.Of(visit, Path, found.Next, "organisation_id"),
            })],
        });
    }

    static ActForm.Seen FormOf(long organisationId, OrganisationPublication said, Refused? why, Visit visit)
    {
        var (texts, console) = (visit.Texts.Settings, visit.Texts.Console);
        return new(Path, console.Save)
        {
            // The change is based on what this page shows.
            Hidden = [("organisation_id", $"{organisationId}"), ("if_match", said.Tag.ToString())],
            Fields = SettingsFields.WithFaults(
                visit, why,
                new Field.Seen("published", texts.OpenToAll, Word(said.Published))
                {
                    Choices = [new("", texts.AsInstallation), new("true", console.Yes), new("false", console.No)],
                },
                new Field.Seen("embed_origins", texts.EmbedOrigins, string.Join(' ', said.EmbedOrigins))
                {
                    LengthMax = SavePublication.OriginsLengthMax,
                    Hint = texts.EmbedOriginsHint,
                }),
        };
    }

    static string Word(bool? published) => published switch { null => "", true => "true", false => "false" };

    static IReadOnlyList<RowTable.Cell> RowOf(
        long organisationId, Profile provider, OrganisationPublication said, Visit visit)
    {
        var texts = visit.Texts.Settings;
        var isOpen = provider.Published ?? said.Published ?? visit.Call.Settings<ProvidersSettings>().Published;
        var (act, words) = provider.Published == false ? ("follow", texts.NotHidden) : ("hide", texts.Hide);
        return
        [
            new(provider.Name, $"/book/{provider.Id}")
            {
                Acts = [new($"{Path}/{provider.Id}/{act}", words)
                {
                    Hidden =
                    [
                        ("organisation_id", $"{organisationId}"), ("if_match", provider.Tag.ToString()),
                    ],
                }],
            },
            new(isOpen ? texts.Open : texts.Hidden) { IsState = true },
        ];
    }
}
