using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>The order of a provider's reviews; of equal ratings the later one counts as higher.</summary>
enum ReviewOrder
{
    Newest,
    Highest,
    Lowest,
}

/// <summary>Lists the published reviews of a provider.</summary>
static class ListReviewsOfProvider
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="Order">The order of the reviews.</param>
    /// <param name="RatingMin">Finds reviews with at least this rating.</param>
    /// <param name="Skill">Finds reviews about the skill with this name.</param>
    /// <param name="Verified">
    /// Finds reviews whose author has been with the provider; if false, only the other reviews.
    /// </param>
    public sealed record Input(
        [Id] long Id, ReviewOrder Order = ReviewOrder.Newest, [Hundredths(0, 500)] decimal? RatingMin = null,
        [Text(1, 100)] string? Skill = null, bool? Verified = null);

    public static Task<Page<Review>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        var found = await Query(input, call).Page(session, page);
        // A provider with reviews exists. Only an empty list leaves open whether the provider exists.
        if (found.Items.Count == 0)
            await Profiles.Find(session, input.Id);
        return found;
    });

    static ListQuery<Review> Query(Input input, Call call) =>
        new ListQuery<Review>(
            Orders[input.Order], Review.Read, Review.Columns, Review.From, Review.With(call))
            .Where("r.provider_id = {0}", input.Id)
            .Where(Review.IsListed)
            .Where("r.state = 'published'")
            .Where("r.rating >= {0}", (long?)(input.RatingMin * 100))
            .Where("r.skill_id = (SELECT id FROM public_skills WHERE name = {0})", input.Skill)
            .Where(input.Verified switch
            {
                null => "TRUE",
                true => Review.IsVerified,
                false => $"NOT {Review.IsVerified}",
            });

    static readonly Dictionary<ReviewOrder, Keyset<Review>> Orders = new()
    {
        [ReviewOrder.Newest] = ListReviews.Newest,
        [ReviewOrder.Highest] = new("highest", ByRating(descends: true), ById(descends: true)),
        [ReviewOrder.Lowest] = new("lowest", ByRating(descends: false), ById(descends: false)),
    };

    static Key<Review> ByRating(bool descends) => new("r.rating", review => (long)(review.Rating * 100), descends);

    static Key<Review> ById(bool descends) => new("r.id", review => review.Id, descends);
}
