using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>
/// Providers and clients as types of the schema, so that other modules may lead to them and add to them.
/// </summary>
static class PersonTypes
{
    public static ObjectBuilder<Person> Provider(Graph graph) => graph.Known<Person>("Provider") ?? WithSkills(Fields(
        graph, "providerId", graph.Node<Person>(
            "Provider", "Who gives care or a service.", person => person.Id, ReadProvider.ByIds, Access.SignedIn)));

    public static ObjectBuilder<Person> Client(Graph graph) => graph.Known<Person>("Client") ?? Fields(
        graph, "clientId", graph.Node<Person>(
            "Client", "Who receives care or a service.", person => person.Id, ReadClient.ByIds,
            ProvidersModule.Clients));

    /// <summary>Whether the directory is served here; where it is not, nothing may lead to it or add to it.</summary>
    public static bool AreServed(Graph graph) => graph.Serves("providers");

    /// <summary>An object's provider, found for all objects of a level at once.</summary>
    public static void LeadToProvider<T>(
        Graph graph, ObjectBuilder<T> from, Func<T, long?> key, string name = "provider")
    {
        if (AreServed(graph))
            Graph.One(from, name, Provider(graph), key, ReadProvider.ByIds, Access.SignedIn);
    }

    /// <summary>An object's client, where the caller may see them, found for all objects of a level at once.</summary>
    public static void LeadToClient<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (AreServed(graph))
            Graph.One(from, "client", Client(graph), key, ReadClient.ByIds, ProvidersModule.Clients);
    }

    static ObjectBuilder<Person> WithSkills(ObjectBuilder<Person> type) => Graph.Batch<Person, IReadOnlyList<string>>(
        type, "skills", Scalars.String.List(), "What they can do, in their own order.", async (providers, call) =>
        {
            var skills = await ReadSkills.OfProviders(providers.Select(person => person.Id).Distinct().ToList(), call);
            return providers.Select(IReadOnlyList<string> (p) => skills[p.Id].Select(s => s.Name).ToList()).ToList();
        }, Access.SignedIn);

    static ObjectBuilder<Person> Fields(Graph graph, string id, ObjectBuilder<Person> type) => type
        .Id(id, person => person.Id)
        .String("firstName", person => person.FirstName)
        .String("lastName", person => person.LastName)
        .String("name", person => person.Name)
        .String("timeZone", person => person.TimeZone)
        .Field("createdAt", graph.DateTime, person => person.CreatedAt)
        .Field("updatedAt", graph.DateTime, person => person.UpdatedAt);
}
