using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Remittances;

/// <summary>Lists the care events of a remittance in the order of their ids, with their present state.</summary>
static class ListRemitted
{
    /// <param name="Id">The id of the remittance.</param>
    public sealed record Input([Id] long Id);

    public static Task<Page<CareEvent>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await ReadRemittance.Find(session, input.Id);
        return await new ListQuery<CareEvent>(ById, CareEvent.Read, CareEvent.Columns, From)
            .Where("l.remittance_id = {0}", input.Id)
            .Page(session, page);
    });

    static readonly Keyset<CareEvent> ById = new("id", new Key<CareEvent>("l.care_event_id", care => care.Id));

    const string From = $"""
        remittance_lines l
        JOIN care_events e ON e.id = l.care_event_id
        {CareEvent.Joins}
        """;
}
