using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Lists the event types, closed ones included, in the order of their creation.</summary>
static class ListEventTypes
{
    public static Task<Page<EventType>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<EventType>(ById, EventType.Read, EventType.Columns, "event_types t", ("now", call.Now))
            .Page(session, page));

    static readonly Keyset<EventType> ById = new("id", new Key<EventType>("t.id", type => type.Id));
}
