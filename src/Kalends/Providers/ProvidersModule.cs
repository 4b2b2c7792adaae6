using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using Kalends.Providers.Public;
using Kalends.Providers.Recommendations;
using Kalends.Providers.Search;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Providers;

/// <summary>The directory: who gives care, and who receives it.</summary>
static class ProvidersModule
{
    static readonly Access EnterOrChangeProviders = new(
        Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access Clients = new(Client: Scope.Own, Provider: Scope.Own, Manager: Scope.Organisation);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Providers");
        v1.Create<NewProvider, Profile>("/providers", CreateProvider.Run, EnterOrChangeProviders);
        v1.Get<SearchProviders.Input, SearchProviders.Answer>("/providers", ListProviders.Run, SignedIn);
        v1.Ask<SearchProviders.Input, SearchProviders.Answer>("/providers/search", SearchProviders.Run, SignedIn);
        v1.Ask<Recommend.Input, Recommend.Answer>("/providers/recommend", Recommend.Run, SignedIn);
        v1.Get<ReadProvider.Input, Profile>("/providers/{id}", ReadProvider.Run, SignedIn);
        v1.Put<ReplaceProvider.Input, Profile>("/providers/{id}", ReplaceProvider.Run, EnterOrChangeProviders);
        v1.Get<ReadSkills.Input, ReadSkills.Named>("/providers/{id}/skills", ReadSkills.Run, SignedIn);
        v1.Put<SetSkills.Input, ReadSkills.Named>("/providers/{id}/skills", SetSkills.Run, EnterOrChangeProviders);

        v1.Create<NewPerson, Person>("/clients", CreateClient.Run, Clients);
        v1.Get<ListClients.Input, Page<Person>>("/clients", ListClients.Run, Clients);
        v1.Get<ReadClient.Input, Person>("/clients/{id}", ReadClient.Run, Clients);
        v1.Put<ChangedPerson, Person>("/clients/{id}", UpdateClient.Run, Clients);

        var original = Routes.Original(endpoints, "Original reservations");
        original.Create<OriginalPeople.Input, OriginalPeople.Provider>(
            "/provider/create", OriginalPeople.CreateProvider, EnterOrChangeProviders);
        original.Create<OriginalPeople.Input, OriginalPeople.Client>(
            "/client/create", OriginalPeople.CreateClient, Clients);

        var directory = Routes.Original(endpoints, "Original service providers");
        directory.Ask<OriginalSearch.Input, OriginalSearch.Answer>(
            "/v1_0/service-providers", OriginalSearch.Run, SignedIn);
    }

    public static void Map(Graph graph)
    {
        var provider = ProviderTypes.Provider(graph);
        graph.Query<ReadProvider.Input, Profile>("provider", provider, ReadProvider.Run, SignedIn);
        graph.Words<ProviderSort>();
        graph.Words<SkillsMatch>();
        graph.Connection<PageProviders.Input, Profile>("providers", provider, PageProviders.Run, SignedIn);
        graph.Query<CountProviders.Input, ProviderFacets>(
            "providerFacets", SearchTypes.Facets(graph), CountProviders.Run, SignedIn);
        TherapistTypes.Therapist(graph);

        var client = PersonTypes.Client(graph);
        graph.Query<ReadClient.Input, Person>("client", client, ReadClient.Run, Clients);
    }
}
