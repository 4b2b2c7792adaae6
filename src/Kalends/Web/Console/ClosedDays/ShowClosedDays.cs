using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Scheduling.Hours.ClosedDays;
using Kalends.Web.Console.Settings;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.ClosedDays;

/// <summary>Shows the days ahead on which an organisation is closed, with the form that closes further ones.</summary>
static class ShowClosedDays
{
    public const string Path = "/console/closed-days";

    /// <param name="OrganisationId">The organisation; by default the visitor's own.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Id] long? OrganisationId = null, [Text(0, 4096)] string? Cursor = null);

    const int PageMax = 50;

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var organisation = input.OrganisationId ?? visit.Call.Caller.OrganisationId;
        var page = new Sheet.Seen(visit.Texts.Console.ClosedDays)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Lead = visit.Texts.Hours.ClosedDaysAbout,
            Filter = visit.Call.Scope.All
                ? new FilterForm.Seen(Path, [await SettingsFields.Organisation(visit, organisation)])
                : null,
        };
        if (organisation is not { } id)
            return Sheet.Page(visit, page);
        var today = visit.Call.Now.InZone(visit.Zone ?? DateTimeZone.Utc).Date.ToDateOnly();
        var found = await ListClosedDays.Run(
            new(new(id, From: today), new PageRequest(PageMax, input.Cursor)), visit.Call);
        return Sheet.Page(visit, page with
        {
            Parts = [new(null, new RowTable.Seen(
                visit.Texts.Console.ClosedDays, [visit.Texts.Console.Date, visit.Texts.Console.Reason],
                [.. found.Items.Select(day => RowOf(id, day, visit))])
            {
                Pages = Pager.Of(visit, Path, found.Next, "organisation_id"),
            })],
            Acts = [FormOf(id, why, visit)],
        });
    }

    static IReadOnlyList<RowTable.Cell> RowOf(long organisationId, ClosedDay day, Visit visit) =>
    [
        visit.Texts.DatedDay(LocalDate.FromDateOnly(day.Date)),
        new(day.Name)
        {
            Acts = [new($"{Path}/{day.Date:O}/remove", visit.Texts.Console.Remove)
            {
                Hidden = [("organisation_id", $"{organisationId}")],
            }],
        },
    ];

    static ActForm.Seen FormOf(long organisationId, Refused? why, Visit visit) =>
        new(Path, visit.Texts.Hours.CloseDays)
        {
            Hidden = [("organisation_id", $"{organisationId}")],
            Fields = SettingsFields.WithFaults(
                visit, why,
                new Field.Seen("date", visit.Texts.Console.Date) { Type = "date", Required = true },
                new Field.Seen("last_date", visit.Texts.Hours.LastDay) { Type = "date" },
                new Field.Seen("name", visit.Texts.Console.Reason) { LengthMax = ClosedDay.NameMax, Required = true }),
        };
}
