using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling;

/// <summary>Lists the openings of a provider that end after an instant, soonest first.</summary>
static class ListOpenings
{
    /// <param name="ProviderId">Whose.</param>
    /// <param name="From">Those that end after it; now where it is left out.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant? From = null, [Number(1, 100)] int Limit = 50,
        [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Opening>> Run(Input input, Call call) => call.Read(async session =>
    {
        await Provider.Find(session, input.ProviderId);
        var from = (input.From ?? call.Now).Micros;
        var rows = await session.All(Find, Opening.Read, ("provider", input.ProviderId),
            ("after", Math.Max(from, Cursor.Read(input.Cursor)?.At ?? from)), ("limit", input.Limit + 1));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id, row.EndsAt.Micros));
    });

    // Openings of a provider do not overlap, so the order of their ends is that of their starts.
    static readonly Sql Find = new($$"""
        SELECT {{Opening.Columns}}
        FROM openings
        WHERE provider_id = @provider AND removed_at IS NULL AND ends_at > @after
        ORDER BY ends_at
        LIMIT @limit
        """);
}
