using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>Lists the care events of a remittance, as they stand now, in the order of their ids.</summary>
static class ListRemitted
{
    /// <param name="Id">Which remittance.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long Id, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<CareEvent>> Run(Input input, Call call) => call.Read(async session =>
    {
        await ReadRemittance.Find(session, input.Id);
        var rows = await session.All(Find, CareEvent.Read, ("remittance", input.Id),
            ("after", Cursor.Read(input.Cursor)?.Id ?? 0), ("limit", input.Limit + 1));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql Find = new($$"""
        SELECT {{CareEvent.Columns}}
        FROM remittance_lines l
        JOIN care_events e ON e.id = l.care_event_id
        {{CareEvent.Joins}}
        WHERE l.remittance_id = @remittance AND l.care_event_id > @after
        ORDER BY l.care_event_id
        LIMIT @limit
        """);
}
