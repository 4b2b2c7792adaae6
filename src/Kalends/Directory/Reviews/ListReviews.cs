using Kalends.Platform.Calls;

namespace Kalends.Directory.Reviews;

/// <summary>
/// Lists reviews in whatever state, the newest first: of the providers that the caller keeps or moderates, or the
/// caller's own.
/// </summary>
static class ListReviews
{
    /// <param name="Filter">Which.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Spread] ReviewFilter Filter, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Review>> Run(Input input, Call call) => call.Read(async session =>
    {
        var below = Cursor.Read(input.Cursor)?.Id ?? long.MaxValue;
        var rows = await input.Filter.Find(session, call, 0, below, backward: false, input.Limit + 1);
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });
}
