using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>Pages through the published reviews of each of many providers, newest first, in one statement.</summary>
static class ListReviewsOfProviders
{
    public static async Task<IReadOnlyList<Page<Review>>> Run(
        IReadOnlyList<Profile> providers, NoInput input, PageRequest page, Call call)
    {
        var stretch = ListReviews.Newest.Of(page);
        var (above, below) = (stretch.HighNumber ?? 0, stretch.LowNumber ?? long.MaxValue);
        var ids = providers.Select(provider => provider.Id).Distinct().ToList();
        var (found, ends) = await call.Read(async session => (
            await session.All(page.Backward ? FindBackward : FindForward, Review.Read, Review.With(call,
                ("providers", ids), ("many", ids.Count), ("above", above), ("below", below),
                ("skip", page.Limit))),
            stretch is { Low: null, High: null } ? [] : await session.All(FindEnds, Ends.Read, ("providers", ids))));

        var reviews = found.ToLookup(review => review.ProviderId);
        var around = ends.ToDictionary(one => one.ProviderId);
        return providers.Select(provider => page.Cut(
            reviews[provider.Id].ToList(), ListReviews.Newest.PlaceOf,
            before: around.GetValueOrDefault(provider.Id)?.Newest >= below,
            after: around.GetValueOrDefault(provider.Id)?.Oldest <= above)).ToList();
    }

    /// <summary>
    /// The newest and the oldest review of a provider; they tell whether a page has others before or after it.
    /// </summary>
    sealed record Ends(long ProviderId, long? Newest, long? Oldest)
    {
        public static Ends Read(Row row) => new(row.Long("id"), row.LongOrNull("newest"), row.LongOrNull("oldest"));
    }

    static readonly Sql FindForward = Find("DESC", ">=", "@above");

    static readonly Sql FindBackward = Find("ASC", "<=", "@below");

    // The last review of each page is found first, so that only as many rows are read as are shown, however many
    // reviews a provider has. The inner limit keeps an engine from merging that step into the next one.
    static Sql Find(string direction, string upTo, string end) => new($$"""
        SELECT {{Review.Columns}}
        FROM {{Review.From}}
        WHERE r.id IN (
            SELECT shown.id
            FROM (
                SELECT one.id, COALESCE(
                    (SELECT i.id
                     FROM reviews i
                     WHERE i.provider_id = one.id AND i.state = 'published' AND i.id > @above AND i.id < @below
                     ORDER BY i.id {{direction}}
                     LIMIT 1 OFFSET @skip), {{end}}) AS edge
                FROM public_providers one
                WHERE one.id {list providers}
                LIMIT @many
            ) AS wanted
            JOIN reviews shown ON shown.provider_id = wanted.id AND shown.id {{upTo}} wanted.edge
            WHERE shown.state = 'published' AND shown.id > @above AND shown.id < @below)
          AND {{Review.IsListed}}
        ORDER BY r.provider_id, r.id {{direction}}
        """);

    static readonly Sql FindEnds = new("""
        SELECT p.id,
               (SELECT i.id FROM reviews i
                WHERE i.provider_id = p.id AND i.state = 'published' ORDER BY i.id DESC LIMIT 1) AS newest,
               (SELECT i.id FROM reviews i
                WHERE i.provider_id = p.id AND i.state = 'published' ORDER BY i.id LIMIT 1) AS oldest
        FROM public_providers p
        WHERE p.id {list providers}
        """);
}
