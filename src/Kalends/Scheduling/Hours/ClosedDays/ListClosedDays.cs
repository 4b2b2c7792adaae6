using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Lists the closed days of an organisation in the order of their dates.</summary>
static class ListClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="From">Only days on or after this date.</param>
    public sealed record Input([Id] long OrganisationId, DateOnly? From = null);

    public static Task<Page<ClosedDay>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Organisation.CheckAuthority(session, call, input.OrganisationId);
        return await new ListQuery<ClosedDay>(ByDate, ClosedDay.Read, ClosedDay.Columns, "closed_days")
            .Where("organisation_id = {0}", input.OrganisationId)
            .Where("date >= {0}", input.From)
            .Page(session, page);
    });

    static readonly Keyset<ClosedDay> ByDate =
        new("date", new Key<ClosedDay>("date", day => day.Date.ToString("O", CultureInfo.InvariantCulture)));
}
