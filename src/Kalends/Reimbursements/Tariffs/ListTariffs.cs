using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Lists the past and future tariffs of an event type, in the order in which they come into force.</summary>
static class ListTariffs
{
    /// <param name="Id">The id of the event type.</param>
    public sealed record Input([Id] long Id);

    public static Task<Page<Tariff>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await EventType.Find(session, call.Now, input.Id);
        return await new ListQuery<Tariff>(InForce, Tariff.Read, Columns, "tariffs")
            .Where("event_type_id = {0}", input.Id)
            .Page(session, page);
    });

    const string Columns = "id, event_type_id, amount, in_force_from, created_at, actor";

    static readonly Keyset<Tariff> InForce = new("in_force_from",
        new Key<Tariff>("in_force_from", tariff => tariff.InForceFrom.Micros));
}
