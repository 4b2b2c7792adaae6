using Kalends.Directory.Recommendations;
using Kalends.Directory.Reviews;
using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Providers.Public;
using static Kalends.Directory.DirectoryAccess;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Directory;

/// <summary>The directory: searches for providers, recommendations, and reviews by users.</summary>
static class DirectoryModule
{
    // A search walks along an order, or reads all matching providers, perhaps with their calendars.
    static readonly Weight Searching = new(Cost: 1_000);
    static readonly Weight Counting = new(Cost: 10_000);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Directory", typeof(DirectoryModule));
        v1.Search<SearchProviders.Input, SearchProviders.Answer>(
            "/providers", ListProviders.Run, Published, mayLag: input => !input.AsksForSlots);
        v1.Ask<SearchProviders.Input, SearchProviders.Answer>(
            "/providers/search", SearchProviders.Run, Published, mayLag: input => !input.AsksForSlots);
        v1.Ask<Recommend.Input, Recommend.Answer>(
            "/providers/recommend", Recommend.Run, SignedIn, mayLag: input => !input.Bookable);

        v1.Create<ReviewProvider.Input, Review>("/providers/{id}/reviews", ReviewProvider.Run, WriteReviews);
        v1.List<ListReviewsOfProvider.Input, Review>("/providers/{id}/reviews", ListReviewsOfProvider.Run, SignedIn);
        v1.List<ListReviews.Input, Review>("/reviews", ListReviews.Run, SignedIn);
        v1.Get<ReadReview.Input, Review>("/reviews/{id}", ReadReview.Run, SignedIn);
        v1.Delete<WithdrawReview.Input, Review>("/reviews/{id}", WithdrawReview.Run, WriteReviews);
        v1.Act<ReplyToReview.Input, Review>("/reviews/{id}/reply", ReplyToReview.Run, ReplyToReviews);
        v1.Act<ModerateReview.Input, Review>("/reviews/{id}/moderate", ModerateReview.Run, Moderate);
    }

    public static void Map(Graph graph)
    {
        var provider = ProviderTypes.Provider(graph);
        graph.Words<ProviderSort>();
        graph.Words<SkillsMatch>();
        graph.Connection<SearchProviders.Asked, Profile>(
            "providers", provider, SearchProviders.Walk, Published, Searching);
        graph.Query<CountProviders.Input, ProviderFacets>(
            "providerFacets", SearchTypes.Facets(graph), CountProviders.Run, SignedIn, Counting);
        graph.Words<RecommendationOrder>();
        graph.Query<Recommend.Input, Recommend.Answer>(
            "recommend", RecommendationTypes.Recommendations(graph), Recommend.Run, SignedIn, Counting);

        var review = ReviewTypes.Review(graph);
        graph.Words<Verdict>();
        graph.Connections<Profile, NoInput, Review>(
            provider, "reviews", review, ListReviewsOfProviders.Run, SignedIn);
        provider.Describe("reviews", "The published reviews, the newest first.");
        graph.Query<ReadReview.Input, Review>("review", review, ReadReview.Run, SignedIn);
        graph.Connection<ListReviews.Input, Review>("reviews", review, ListReviews.Run, SignedIn);
        graph.Mutation<ReviewProvider.Input, Review>(
            "reviewProvider", review, ReviewProvider.Run, WriteReviews, of: "Provider");
        graph.Mutation<WithdrawReview.Input, Review>("withdrawReview", review, WithdrawReview.Run, WriteReviews);
        graph.Mutation<ReplyToReview.Input, Review>("replyToReview", review, ReplyToReview.Run, ReplyToReviews);
        graph.Mutation<ModerateReview.Input, Review>("moderateReview", review, ModerateReview.Run, Moderate);
    }
}
