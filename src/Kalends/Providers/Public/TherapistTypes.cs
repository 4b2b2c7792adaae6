using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>
/// Providers and skills in the terms of the original appointment service: therapists and specialisms.
/// </summary>
static class TherapistTypes
{
    // The cost of a request counts these sizes if the client names none, since therapists have few specialisms.
    static readonly PageSizes Specialisms = new(Default: Profile.SkillsMax, Max: 100, Usual: 8, Cuts: true);

    /// <summary>The GraphQL type of therapists, to which other modules may link and add fields.</summary>
    public static ObjectBuilder<Therapist> Therapist(Graph graph) =>
        graph.Known<Therapist>("TherapistsSchema") ?? Make(graph);

    /// <summary>
    /// Adds a field for an object's therapist, deleted ones included; one statement finds the therapists of all objects
    /// of a level.
    /// </summary>
    public static void LeadToTherapist<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (ProviderTypes.AreServed(graph))
        {
            graph.One(from, "therapists", Therapist(graph), key, ReadTherapists.EverByIds, Access.SignedIn);
            from.Describe("therapists", "The provider who offers the appointment.");
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
            .Describe("specialismName", "The name, as it was first written.");
        graph.Connections<Therapist, NoInput, Skill>(
            therapist, "specialisms", specialism, ListSkillsOfTherapists.Run, Access.SignedIn, Specialisms);
        graph.Connections<Skill, NoInput, Therapist>(
            specialism, "therapists", therapist, ListTherapistsOfSkills.Run, Access.SignedIn,
            new PageSizes(Cuts: true));
        therapist.Describe("specialisms", "The provider's skills, in the provider's own order.");
        specialism.Describe("therapists", "The providers who have the skill, the oldest first.");
        return therapist;
    }
}
