using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Reimbursements;

/// <summary>Walks through the event types, closed ones too, in the order they were made, in both directions.</summary>
static class PageEventTypes
{
    const string Order = "id";

    public static Task<Relay.Page<EventType>> Run(NoInput input, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            page.In(Order);
            var rows = await session.All(page.Backward ? FindBackward : FindForward, EventType.Read,
                ("low", page.Low?.Number(0) ?? 0), ("high", page.High?.Number(0) ?? long.MaxValue), ("now", call.Now),
                ("limit", page.Fetch));
            return page.Cut(rows, type => new Relay.Cursor(Order, type.Id));
        });

    /// <summary>Many event types in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, EventType>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session =>
            await session.All(FindByIds, EventType.Read, ("ids", ids), ("now", call.Now)));
        return found.ToDictionary(type => type.Id);
    }

    static readonly Sql FindForward = Find("ASC");

    static readonly Sql FindBackward = Find("DESC");

    static Sql Find(string direction) => new($$"""
        SELECT {{EventType.Columns}}
        FROM event_types t
        WHERE t.id > @low AND t.id < @high
        ORDER BY t.id {{direction}}
        LIMIT @limit
        """);

    static readonly Sql FindByIds = new($$"""
        SELECT {{EventType.Columns}}
        FROM event_types t
        WHERE t.id {list ids}
        """);
}
