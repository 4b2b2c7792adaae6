using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>
/// Lists the care events that the caller may see, without reversals, in the order of their registration.
/// </summary>
static class ListRegistered
{
    public static Task<Page<CareEvent>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<CareEvent>(
            ById, CareEvent.Read, CareEvent.Columns, CareEvent.From, call.Scope.With())
            .Where("e.reverses_id IS NULL").Where(CareEvent.Visible)
            .Page(session, page));

    static readonly Keyset<CareEvent> ById = new("id", new Key<CareEvent>("e.id", care => care.Id));
}
