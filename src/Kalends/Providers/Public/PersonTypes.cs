using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>
/// Providers and clients as types of the schema, so that other modules may lead to them and add to them.
/// </summary>
static class PersonTypes
{
    public static ObjectBuilder<Person> Client(Graph graph) => graph.Known<Person>("Client") ?? Fields(
        graph, "clientId", graph.Node<Person>(
            "Client", "Who receives care or a service.", person => person.Id, ReadClient.ByIds,
            ProvidersModule.Clients));

    /// <summary>An object's client, where the caller may see them, found for all objects of a level at once.</summary>
    public static void LeadToClient<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
            Graph.One(from, "client", Client(graph), key, ReadClient.ByIds, ProvidersModule.Clients);
    }

    static ObjectBuilder<Person> Fields(Graph graph, string id, ObjectBuilder<Person> type) => type
        .Id(id, person => person.Id)
        .String("firstName", person => person.FirstName)
        .String("lastName", person => person.LastName)
        .String("name", person => person.Name)
        .String("timeZone", person => person.TimeZone)
        .Field("createdAt", graph.DateTime, person => person.CreatedAt)
        .Field("updatedAt", graph.DateTime, person => person.UpdatedAt);
}
