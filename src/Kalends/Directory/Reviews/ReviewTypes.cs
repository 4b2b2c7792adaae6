using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>The GraphQL type of reviews.</summary>
static class ReviewTypes
{
    public static ObjectBuilder<Review> Review(Graph graph)
    {
        if (graph.Known<Review>("Review") is { } known)
            return known;
        var type = graph.Node<Review>(
                "Review", "A user's rating of a provider, with a comment.", one => one.Id, ReadReview.ByIds,
                Access.SignedIn)
            .Id("reviewId", one => one.Id)
            .Float("rating", one => (double)one.Rating)
            .StringOrNull("comment", one => one.Comment)
            .StringOrNull("skill", one => one.Skill)
            .Boolean("verified", one => one.Verified)
            .Field("state", graph.Words<ReviewState>(), one => one.State)
            .StringOrNull("reply", one => one.Reply)
            .Field("repliedAt", graph.DateTime.OrNull(), one => one.RepliedAt)
            .Field("createdAt", graph.DateTime, one => one.CreatedAt)
            .Field("endedAt", graph.DateTime.OrNull(), one => one.EndedAt)
            .StringOrNull("userId", one => one.UserId)
            .StringOrNull("moderationReason", one => one.ModerationReason);
        ProviderTypes.LeadToProvider(graph, type, one => one.ProviderId);
        return type;
    }
}
