using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Publishing;

/// <summary>The schema type of what organisations say of their providers.</summary>
static class PublicationTypes
{
    public static ObjectBuilder<OrganisationPublication> Publication(Graph graph) => graph.Schema
        .Object<OrganisationPublication>("OrganisationPublication", Docs.Of(typeof(OrganisationPublication)))
        .Field("published", Scalars.Boolean.OrNull(), said => said.Published)
        .Field("embedOrigins", Scalars.String.List(), said => said.EmbedOrigins)
        .Field("updatedAt", graph.DateTime.OrNull(), said => said.UpdatedAt)
        .String("version", said => said.Tag.ToString())
        .Describe("version", "The ETag of the publication, for ifMatch.");
}
