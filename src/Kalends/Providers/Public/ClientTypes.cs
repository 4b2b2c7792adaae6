using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>The GraphQL type of clients, to which other modules may link and add fields.</summary>
static class ClientTypes
{
    public static ObjectBuilder<Client> Client(Graph graph) => graph.Known<Client>("Client") ?? Make(graph);

    /// <summary>
    /// Adds a field for an object's client, if the caller may see it; one statement finds the clients of all objects of
    /// a level.
    /// </summary>
    public static void LeadToClient<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
            graph.One(from, "client", Client(graph), key, SeenClients.ByIds, ProvidersAccess.KeepClients);
    }

    static ObjectBuilder<Client> Make(Graph graph) => graph.Node<Client>(
            "Client", "Who receives care or a service.", client => client.Id, SeenClients.ByIds,
            ProvidersAccess.KeepClients)
        .Id("clientId", client => client.Id)
        .String("firstName", client => client.FirstName)
        .String("lastName", client => client.LastName)
        .String("name", client => client.Name)
        .String("timeZone", client => client.TimeZone)
        .Field("createdAt", graph.DateTime, client => client.CreatedAt)
        .Field("updatedAt", graph.DateTime, client => client.UpdatedAt)
        .Field("erasedAt", graph.DateTime.OrNull(), client => client.ErasedAt)
        .String("version", client => client.Tag.ToString())
        .Describe("version", "The ETag of the client, for ifMatch.");
}
