using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>In which order the reviews of a provider come; of equal ratings the later one counts as higher.</summary>
enum ReviewOrder
{
    Newest,
    Highest,
    Lowest,
}

/// <summary>Lists the published reviews of a provider.</summary>
static class ListReviewsOfProvider
{
    /// <param name="Id">Of whom.</param>
    /// <param name="Order">Which come first.</param>
    /// <param name="RatingMin">Only those with this rating or a higher one.</param>
    /// <param name="Skill">Only those about the skill of this name.</param>
    /// <param name="Verified">Only those whose author has been with the provider; or only the others.</param>
    public sealed record Input(
        [Id] long Id, ReviewOrder Order = ReviewOrder.Newest, [Hundredths(0, 500)] decimal? RatingMin = null,
        [Text(1, 100)] string? Skill = null, bool? Verified = null);

    public static Task<Page<Review>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        var found = await Query(input, call).Page(session, page);
        // Only who has none may not be there at all.
        if (found.Items.Count == 0)
            await Profiles.Find(session, input.Id);
        return found;
    });

    static ListQuery<Review> Query(Input input, Call call) =>
        new ListQuery<Review>(
            Orders[input.Order], Review.Read, Review.Columns, Review.From, Review.With(call))
            .Where("r.provider_id = {0}", input.Id)
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
