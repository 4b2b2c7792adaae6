using Kalends.Platform.Calls;

namespace Kalends.Providers.Reviews;

/// <summary>
/// Lists reviews in whatever state, the newest first: of the providers that the caller keeps or moderates, or the
/// caller's own.
/// </summary>
static class ListReviews
{
    /// <param name="Mine">Those that the caller wrote; otherwise those of providers that they keep or moderate.</param>
    /// <param name="ProviderId">Only those of this provider.</param>
    /// <param name="State">Only those that stand so; who keeps a provider sees what is published or hidden.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        bool Mine = false, [Id] long? ProviderId = null, ReviewState? State = null,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Review>> Run(Input input, Call call) => call.Read(async session =>
    {
        var below = Cursor.Read(input.Cursor)?.Id ?? long.MaxValue;
        var filter = new ReviewFilter(input.Mine, input.ProviderId, input.State);
        var rows = await filter.Find(session, call, 0, below, backward: false, input.Limit + 1);
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });
}
