using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>
/// Lists the external calendars of a provider, and how fetching them went, in the order of their ids.
/// </summary>
static class ListExternalCalendars
{
    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<Page<ExternalCalendar>> Run(Input input, PageRequest page, Call call) =>
        call.Read(async session =>
        {
            await Provider.CheckAuthority(session, call, input.ProviderId);
            return await new ListQuery<ExternalCalendar>(
                ById, ExternalCalendar.Read, ExternalCalendar.Columns, "external_calendars")
                .Where("provider_id = {0}", input.ProviderId)
                .Page(session, page);
        });

    static readonly Keyset<ExternalCalendar> ById =
        new("id", new Key<ExternalCalendar>("id", calendar => calendar.Id));
}
