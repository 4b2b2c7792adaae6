using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Providers.Reads;

/// <summary>The schema type of reads of clients' records.</summary>
static class ClientReadTypes
{
    public static ObjectBuilder<ClientRead> ClientRead(Graph graph) => graph.Schema
        .Object<ClientRead>("ClientRead", Docs.Of(typeof(ClientRead)))
        .Field("readAt", graph.DateTime, read => read.ReadAt)
        .Field("kind", graph.Words<ReadKind>(), read => read.Kind)
        .String("readerId", read => read.ReaderId)
        .StringOrNull("readerName", read => read.ReaderName)
        .Field("organisationId", Scalars.IdFromLong.OrNull(), read => read.OrganisationId)
        .StringOrNull("organisation", read => read.Organisation);
}
