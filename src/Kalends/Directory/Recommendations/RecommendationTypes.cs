using Kalends.Directory.Matching;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Recommendations;

/// <summary>The GraphQL types of recommendations.</summary>
static class RecommendationTypes
{
    public static ObjectBuilder<Recommend.Answer> Recommendations(Graph graph) => graph.Schema
        .Object<Recommend.Answer>("Recommendations", Docs.Of(typeof(Recommend.Answer)))
        .Field("items", Recommendation(graph).List(), answer => answer.Items)
        .StringOrNull("next", answer => answer.Next)
        .Field("weights", Weights(graph), answer => answer.Weights)
        .Field("siteMean", Scalars.Float, answer => (double)answer.SiteMean);

    static ObjectBuilder<Recommendation> Recommendation(Graph graph) => graph.Schema
        .Object<Recommendation>("Recommendation", Docs.Of(typeof(Recommendation)))
        .Field("provider", ProviderTypes.Provider(graph), one => one.Provider)
        .Field("score", graph.Long, one => one.Score)
        .Field("parts", Parts(graph), one => one.Parts)
        .Field("matchedSkills", Scalars.String.List(), one => one.MatchedSkills)
        .Field("coveredDays", graph.Long, one => one.CoveredDays)
        .Field("firstSlot", FreeSlot(graph).OrNull(), one => one.FirstSlot);

    static ObjectBuilder<ScoreParts> Parts(Graph graph)
    {
        var part = graph.Schema.Object<ScorePart>("ScorePart", Docs.Of(typeof(ScorePart)))
            .Field("value", graph.Long, one => one.Value)
            .Field("weight", graph.Long, one => one.Weight)
            .Field("points", graph.Long, one => one.Points);
        return graph.Schema.Object<ScoreParts>("ScoreParts", Docs.Of(typeof(ScoreParts)))
            .Field("skills", part.OrNull(), parts => parts.Skills)
            .Field("price", part.OrNull(), parts => parts.Price)
            .Field("rating", part, parts => parts.Rating)
            .Field("dates", part.OrNull(), parts => parts.Dates);
    }

    static ObjectBuilder<MatchWeights> Weights(Graph graph) => graph.Schema
        .Object<MatchWeights>("MatchWeights", Docs.Of(typeof(MatchWeights)))
        .String("version", weights => weights.Version)
        .Int("skills", weights => weights.Skills)
        .Int("price", weights => weights.Price)
        .Int("rating", weights => weights.Rating)
        .Int("dates", weights => weights.Dates)
        .Int("ratingPrior", weights => weights.RatingPrior);

    static ObjectBuilder<FreeSlot> FreeSlot(Graph graph) => graph.Schema
        .Object<FreeSlot>("FreeSlot", Docs.Of(typeof(FreeSlot)))
        .Id("slotId", slot => slot.Id)
        .Field("startsAt", graph.DateTime, slot => slot.StartsAt)
        .Field("endsAt", graph.DateTime, slot => slot.EndsAt);
}
