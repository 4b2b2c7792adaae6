using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Lists the closed days of an organisation in the order of their dates.</summary>
static class ListClosedDays
{
    /// <param name="Which">The days that are listed.</param>
    /// <param name="Page">The page of them.</param>
    public sealed record Input([Spread] Asked Which, [Spread] PageRequest Page);

    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="From">Only days on or after this date.</param>
    public sealed record Asked([Id] long OrganisationId, DateOnly? From = null);

    /// <param name="Items">The days of the page.</param>
    /// <param name="Next">The cursor of the page after this one; null on the last page.</param>
    /// <param name="Version">The number of the version of all closed days.</param>
    public sealed record Days(IReadOnlyList<ClosedDay> Items, string? Next, long Version) : ITagged
    {
        [JsonIgnore]
        public EntityTag Tag => ClosedDayStore.TagOf(Version);
    }

    public static Task<Days> Run(Input input, Call call) => call.Read(async session =>
    {
        await Organisation.CheckAuthority(session, call, input.Which.OrganisationId);
        // If the days change meanwhile, they come with the version before, which no change accepts any more.
        var version = await ClosedDayStore.Version(session, input.Which.OrganisationId);
        var page = await Find(session, input.Which, input.Page);
        return new Days(page.Items, page.Next, version);
    });

    /// <summary>Lists the closed days of an organisation in the order of their dates.</summary>
    public static Task<Page<ClosedDay>> InPages(Asked asked, PageRequest page, Call call) => call.Read(async session =>
    {
        await Organisation.CheckAuthority(session, call, asked.OrganisationId);
        return await Find(session, asked, page);
    });

    static Task<Page<ClosedDay>> Find(Session session, Asked asked, PageRequest page) =>
        new ListQuery<ClosedDay>(ByDate, ClosedDay.Read, ClosedDay.Columns, "closed_days")
            .Where("organisation_id = {0}", asked.OrganisationId)
            .Where("date >= {0}", asked.From)
            .Page(session, page);

    static readonly Keyset<ClosedDay> ByDate =
        new("date", new Key<ClosedDay>("date", day => day.Date.ToString("O", CultureInfo.InvariantCulture)));
}
