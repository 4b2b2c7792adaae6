using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>Providers and skills in the words of the original appointment service: therapists, specialisms.</summary>
static class TherapistTypes
{
    // What counts towards the cost of a request where the client names no size: therapists have few specialisms.
    static readonly PageSizes Specialisms = new(Default: Profile.SkillsMax, Max: 100, Usual: 8, Cuts: true);

    /// <summary>The therapist, so that other modules may lead to it and add to it.</summary>
    public static ObjectBuilder<Therapist> Therapist(Graph graph) =>
        graph.Known<Therapist>("TherapistsSchema") ?? Make(graph);

    /// <summary>
    /// An object's therapist, also one who is there no more, found for all objects of a level at once.
    /// </summary>
    public static void LeadToTherapist<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
        {
            Graph.One(from, "therapists", Therapist(graph), key, ReadTherapists.EverByIds, Access.SignedIn);
            from.Describe("therapists", "Who offers it; one provider.");
        }
    }

    static ObjectBuilder<Therapist> Make(Graph graph)
    {
        var therapist = graph.Node<Therapist>(
                "TherapistsSchema", "A provider, in the words of the original appointment service.",
                therapist => therapist.Id, ReadTherapists.ByIds, Access.SignedIn)
            .Id("therapistId", therapist => therapist.Id)
            .String("firstName", therapist => therapist.FirstName)
            .String("lastName", therapist => therapist.LastName);
        var specialism = graph.Node<Skill>(
                "SpecialismSchema", "A skill, in the words of the original appointment service.",
                skill => skill.Id, HeldSkills.ByIds, Access.SignedIn)
            .Id("specialismId", skill => skill.Id)
            .String("specialismName", skill => skill.Name)
            .Describe("specialismName", "As it was first written.");
        graph.Connections<Therapist, NoInput, Skill>(
            therapist, "specialisms", specialism, ListSkillsOfTherapists.Run, Access.SignedIn, Specialisms);
        graph.Connections<Skill, NoInput, Therapist>(
            specialism, "therapists", therapist, ListTherapistsOfSkills.Run, Access.SignedIn,
            new PageSizes(Cuts: true));
        therapist.Describe("specialisms", "What they can do, in their own order.");
        specialism.Describe("therapists", "Who can do it, in the order in which they came.");
        return therapist;
    }
}
