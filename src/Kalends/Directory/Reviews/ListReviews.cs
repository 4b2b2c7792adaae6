using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Directory.Reviews;

/// <summary>
/// Lists reviews in any state, newest first: those of providers that the caller keeps or moderates, or the caller's
/// own.
/// </summary>
static class ListReviews
{
    /// <param name="Mine">
    /// Lists the caller's own reviews; if false, those of providers that the caller keeps or moderates.
    /// </param>
    /// <param name="ProviderId">Finds reviews of this provider.</param>
    /// <param name="State">
    /// Finds reviews in this state; a keeper of a provider sees only published and hidden ones.
    /// </param>
    public sealed record Input(bool Mine = false, [Id] long? ProviderId = null, ReviewState? State = null);

    public static Task<Page<Review>> Run(Input input, PageRequest page, Call call) =>
        call.Read(session => Query(input, call).Page(session, page));

    public static ListQuery<Review> Query(Input input, Call call)
    {
        var query = new ListQuery<Review>(Newest, Review.Read, Review.Columns, Review.From, Review.With(call))
            .LedBy(("r.user_id", input.Mine ? call.Caller.UserId : null), ("r.provider_id", input.ProviderId))
            .Where(Review.IsListed)
            .Where("r.state = {0}", input.State);
        if (input.Mine || (input.ProviderId is null && DirectoryAccess.Moderate.Of(call.Caller).All))
            return query;
        query.Where(Review.VisibleToKeepers);
        return input.ProviderId is null ? query.Where(OfKept) : query;
    }

    const string OfKept = """
        r.provider_id IN (
            SELECT id FROM public_providers WHERE organisation_id = @organisation
            UNION SELECT id FROM public_providers WHERE owner_user_id = @me
            UNION SELECT id FROM public_providers WHERE user_id = @me)
        """;

    public static readonly Keyset<Review> Newest =
        new("newest", new Key<Review>("r.id", review => review.Id, descends: true));
}
