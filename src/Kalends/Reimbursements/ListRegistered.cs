using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>
/// Lists the care events that the caller may see in the order in which they were registered, without reversals.
/// </summary>
static class ListRegistered
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<CareEvent>> Run(Input input, Call call) => call.Read(async session =>
    {
        var rows = await session.All(FindPage, CareEvent.Read, call.Scope.With(
            ("after", Cursor.Read(input.Cursor)?.Id ?? 0), ("limit", input.Limit + 1)));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql FindPage = new($$"""
        SELECT {{CareEvent.Columns}}
        FROM care_events e
        {{CareEvent.Joins}}
        WHERE e.id > @after AND e.reverses_id IS NULL AND {{CareEvent.Visible}}
        ORDER BY e.id
        LIMIT @limit
        """);
}
