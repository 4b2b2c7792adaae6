using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>Lists the tariffs of an event type, past and future, in the order they come into force.</summary>
static class ListTariffs
{
    /// <param name="Id">Which event type.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long Id, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Tariff>> Run(Input input, Call call) => call.Read(async session =>
    {
        await EventType.Find(session, call.Now, input.Id);
        var rows = await session.All(Find, Tariff.Read, ("type", input.Id),
            ("after", Cursor.Read(input.Cursor)?.At ?? long.MinValue), ("limit", input.Limit + 1));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id, row.InForceFrom.Micros));
    });

    static readonly Sql Find = new("""
        SELECT id, event_type_id, amount, in_force_from, created_at, actor
        FROM tariffs
        WHERE event_type_id = @type AND in_force_from > @after
        ORDER BY in_force_from
        LIMIT @limit
        """);
}
