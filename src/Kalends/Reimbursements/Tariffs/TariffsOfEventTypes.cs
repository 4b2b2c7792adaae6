using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Lists the past and future tariffs of an event type, the latest first.</summary>
/// <remarks>One statement reads the tariffs of many event types.</remarks>
static class TariffsOfEventTypes
{
    /// <param name="First">The number of tariffs, at most 100.</param>
    public sealed record Input([Number(1, 100)] int First = 20);

    public static async Task<IReadOnlyList<IReadOnlyList<Tariff>>> Run(
        IReadOnlyList<long> typeIds, Input input, Call call)
    {
        var found = await call.Read(async session =>
            await session.All(Find, Tariff.Read, ("types", typeIds), ("first", input.First)));
        var byType = found.ToLookup(tariff => tariff.EventTypeId);
        return typeIds.Select(IReadOnlyList<Tariff> (id) => byType[id].ToList()).ToList();
    }

    static readonly Sql Find = new("""
        SELECT id, event_type_id, amount, in_force_from, created_at, actor
        FROM (
            SELECT id, event_type_id, amount, in_force_from, created_at, actor,
                   ROW_NUMBER() OVER (PARTITION BY event_type_id ORDER BY in_force_from DESC) AS place
            FROM tariffs
            WHERE event_type_id {list types}
        ) AS ranked
        WHERE place <= @first
        ORDER BY event_type_id, place
        """);
}
