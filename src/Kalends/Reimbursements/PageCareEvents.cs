using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Reimbursements;

/// <summary>
/// Walks through the care events that the caller may see, reversals too, in the order of their starts, in both
/// directions.
/// </summary>
static class PageCareEvents
{
    public static Task<Relay.Page<CareEvent>> Run(CareEventFilter filter, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            var (low, high) = Places.Between(page);
            var rows = await filter.Find(session, call, low, high, page.Backward, page.Fetch);
            return page.Cut(rows, row => Places.Cursor(row.StartsAt, row.Id));
        });
}
