using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;

namespace Kalends.Providers.Public;

/// <summary>Providers and skills in the words of the original appointment service: therapists, specialisms.</summary>
static class TherapistTypes
{
    // What counts towards the cost of a request where the client names no size: therapists have few specialisms.
    static readonly PageSizes Specialisms = new(Default: SetSkills.SkillsMax, Max: 100, Usual: 8);

    /// <summary>The therapist, so that other modules may lead to it and add to it.</summary>
    public static ObjectBuilder<Person> Therapist(Graph graph) =>
        graph.Known<Person>("TherapistsSchema") ?? Make(graph);

    /// <summary>An object's therapist, found for all objects of a level at once.</summary>
    public static void LeadToTherapist<T>(Graph graph, ObjectBuilder<T> from, Func<T, long?> key)
    {
        if (PersonTypes.AreServed(graph))
            Graph.One(from, "therapists", Therapist(graph), key, ReadProvider.ByIds, Access.SignedIn);
    }

    static ObjectBuilder<Person> Make(Graph graph)
    {
        var therapist = graph.Node<Person>(
                "TherapistsSchema", "A provider, in the words of the original appointment service.",
                person => person.Id, ReadProvider.ByIds, Access.SignedIn)
            .Id("therapistId", person => person.Id)
            .String("firstName", person => person.FirstName)
            .String("lastName", person => person.LastName);
        var specialism = graph.Node<Skill>(
                "SpecialismSchema", "A skill, in the words of the original appointment service.",
                skill => skill.Id, ReadSkills.ByIds, Access.SignedIn)
            .Id("specialismId", skill => skill.Id)
            .String("specialismName", skill => skill.Name);
        graph.Connections<Person, NoInput, Skill>(
            therapist, "specialisms", specialism, PageSkills.Run, Access.SignedIn, Specialisms);
        graph.Connections<Skill, NoInput, Person>(
            specialism, "therapists", therapist, PageProvidersOfSkills.Run, Access.SignedIn);
        return therapist;
    }
}
