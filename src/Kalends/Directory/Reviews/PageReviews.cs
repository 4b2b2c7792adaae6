using Kalends.Platform.Calls;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Directory.Reviews;

/// <summary>
/// Walks through reviews in whatever state, the newest first, in both directions: of the providers that the caller
/// keeps or moderates, or the caller's own.
/// </summary>
static class PageReviews
{
    public const string Order = "newest";

    public static Task<Relay.Page<Review>> Run(ReviewFilter filter, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            var (above, below) = Between(page);
            var rows = await filter.Find(session, call, above, below, page.Backward, page.Fetch);
            return page.Cut(rows, CursorOf);
        });

    /// <summary>The ids between which a page lies, both exclusive; the list goes down.</summary>
    public static (long Above, long Below) Between(Relay.PageRequest page) =>
        (page.In(Order).High?.Number(0) ?? 0, page.Low?.Number(0) ?? long.MaxValue);

    public static Relay.Cursor CursorOf(Review review) => new(Order, review.Id);
}
