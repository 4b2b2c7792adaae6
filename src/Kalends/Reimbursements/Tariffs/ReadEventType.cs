using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Reads an event type with the tariff that is in force now.</summary>
static class ReadEventType
{
    /// <param name="Id">The id of the event type.</param>
    public sealed record Input([Id] long Id);

    public static Task<EventType> Run(Input input, Call call) =>
        call.Read(session => EventType.Find(session, call.Now, input.Id));

    /// <summary>Reads many event types in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, EventType>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, EventType.Read, type => type.Id, ("ids", ids), ("now", call.Now));

    static readonly Sql FindByIds = new($$"""
        SELECT {{EventType.Columns}}
        FROM event_types t
        WHERE t.id {list ids}
        """);
}
