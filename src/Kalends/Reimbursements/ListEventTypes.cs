using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>Lists the event types, closed ones too, in the order they were made.</summary>
static class ListEventTypes
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<EventType>> Run(Input input, Call call) => call.Read(async session =>
    {
        var rows = await session.All(Find, EventType.Read,
            ("now", call.Now), ("after", Cursor.Read(input.Cursor)?.Id ?? 0), ("limit", input.Limit + 1));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql Find = new($$"""
        SELECT {{EventType.Columns}}
        FROM event_types t
        WHERE t.id > @after
        ORDER BY t.id
        LIMIT @limit
        """);
}
