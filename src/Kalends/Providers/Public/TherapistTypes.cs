using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>Providers and skills in the words of the original appointment service: therapists, specialisms.</summary>
static class TherapistTypes
{
    // What counts towards the cost of a request where the client names no size: therapists have few specialisms.
    static readonly PageSizes Specialisms = new(Default: NewProvider.SkillsMax, Max: 100, Usual: 8);

    /// <summary>The therapist, so that other modules may lead to it and add to it.</summary>
    public static ObjectBuilder<Profile> Therapist(Graph graph) =>
        graph.Known<Profile>("TherapistsSchema") ?? Make(graph);

    /// <summary>An object's therapist, found for all objects of a level at once.</summary>
    public static void LeadToTherapist<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
            Graph.One(from, "therapists", Therapist(graph), key, ReadProvider.ByIds, Access.SignedIn);
    }

    static ObjectBuilder<Profile> Make(Graph graph)
    {
        var therapist = graph.Node<Profile>(
                "TherapistsSchema", "A provider, in the words of the original appointment service.",
                provider => provider.Id, ReadProvider.ByIds, Access.SignedIn)
            .Id("therapistId", provider => provider.Id)
            .String("firstName", provider => provider.FirstName)
            .String("lastName", provider => provider.LastName);
        var specialism = graph.Node<Skill>(
                "SpecialismSchema", "A skill, in the words of the original appointment service.",
                skill => skill.Id, ReadSkills.ByIds, Access.SignedIn)
            .Id("specialismId", skill => skill.Id)
            .String("specialismName", skill => skill.Name);
        graph.Connections<Profile, NoInput, Skill>(
            therapist, "specialisms", specialism, PageSkills.Run, Access.SignedIn, Specialisms);
        graph.Connections<Skill, NoInput, Profile>(
            specialism, "therapists", therapist, PageProvidersOfSkills.Run, Access.SignedIn);
        return therapist;
    }
}
