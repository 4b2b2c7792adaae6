using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>Clients as a type of the schema, so that other modules may lead to it and add to it.</summary>
static class ClientTypes
{
    public static ObjectBuilder<Client> Client(Graph graph) => graph.Known<Client>("Client") ?? Make(graph);

    /// <summary>An object's client, where the caller may see them, found for all objects of a level at once.</summary>
    public static void LeadToClient<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
            Graph.One(from, "client", Client(graph), key, SeenClients.ByIds, ProvidersAccess.KeepClients);
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
        .String("version", client => client.Tag.ToString())
        .Describe("version", "The ETag of how the client stands, for ifMatch.");
}
