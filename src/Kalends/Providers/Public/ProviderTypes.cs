using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>The GraphQL type of providers, to which other modules may link and add fields.</summary>
static class ProviderTypes
{
    public static ObjectBuilder<Profile> Provider(Graph graph) => graph.Known<Profile>("Provider") ?? Make(graph);

    /// <summary>
    /// Whether this installation serves the directory; if not, no other type may link to it or add to it.
    /// </summary>
    public static bool AreServed(Graph graph) => graph.Serves("providers");

    /// <summary>
    /// Adds a field for an object's provider, deleted ones included; one statement finds the providers of all objects
    /// of a level.
    /// </summary>
    public static void LeadToProvider<T>(
        Graph graph, ObjectBuilder<T> from, Func<T, long?> key, string name = "provider")
    {
        if (AreServed(graph))
            graph.One(from, name, Provider(graph), key, Profiles.EverByIds, Access.Published);
    }

    static ObjectBuilder<Profile> Make(Graph graph)
    {
        var range = graph.Schema.Object<DateRange>("DateRange", Platform.Docs.Of(typeof(DateRange)))
            .Field("fromDate", graph.Date, one => one.FromDate)
            .Field("toDate", graph.Date, one => one.ToDate);
        var rating = graph.Schema.Object<Rating>("Rating", Platform.Docs.Of(typeof(Rating)))
            .Field("mean", Scalars.Float.OrNull(), one => (double?)one.Mean)
            .Field("count", graph.Long, one => one.Count)
            .Field("sum", graph.Long, one => one.Sum);
        return graph.Node<Profile>(
                "Provider", "Who gives care or a service.", provider => provider.Id, Profiles.ByIds,
                Access.SignedIn)
            .Id("providerId", provider => provider.Id)
            .String("name", provider => provider.Name)
            .String("firstName", provider => provider.FirstName)
            .String("lastName", provider => provider.LastName)
            .Field("skills", Scalars.String.List(), provider => provider.Skills)
            .Field("cost", graph.Long.OrNull(), provider => provider.Cost)
            .StringOrNull("currency", provider => provider.Currency)
            .Field("availability", range.List(), provider => provider.Availability)
            .String("timeZone", provider => provider.TimeZone)
            .Field("languages", Scalars.String.List(), provider => provider.Languages)
            .Field("active", Scalars.Boolean, provider => provider.Active)
            .Field("published", Scalars.Boolean.OrNull(), provider => provider.Published)
            .Field("rating", rating, provider => provider.Rating)
            .String("version", provider => provider.Tag.ToString())
            .Describe("version", "The ETag of the provider, for ifMatch.")
            .Field("createdAt", graph.DateTime, provider => provider.CreatedAt)
            .Field("updatedAt", graph.DateTime, provider => provider.UpdatedAt);
    }
}
