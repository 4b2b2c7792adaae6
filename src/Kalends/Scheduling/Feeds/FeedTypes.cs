using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Feeds;

/// <summary>The schema type of calendar feeds.</summary>
static class FeedTypes
{
    public static ObjectBuilder<Feed> Feed(Graph graph)
    {
        var type = graph.Schema.Object<Feed>("Feed", Docs.Of(typeof(Feed)))
            .Id("feedId", feed => feed.Id)
            .Field("clientId", Scalars.IdFromLong.OrNull(), feed => feed.ClientId)
            .Field("showsClients", Scalars.Boolean, feed => feed.ShowsClients)
            .Field("createdAt", graph.DateTime, feed => feed.CreatedAt)
            .Field("lastReadAt", graph.DateTime.OrNull(), feed => feed.LastReadAt);
        ProviderTypes.LeadToProvider(graph, type, feed => feed.ProviderId);
        return type;
    }
}
