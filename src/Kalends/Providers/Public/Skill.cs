using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>What a provider can do; a therapist's specialism is a skill.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">As it was first written; names that differ in one letter's case are two skills.</param>
/// <param name="Position">Its place among the skills of the provider whom it was found by, from 0.</param>
sealed record Skill(long Id, string Name, int Position = 0)
{
    /// <summary>A skill of a provider, from <c>public_provider_skills</c>.</summary>
    public static (long ProviderId, Skill Skill) ReadHeld(Row row) =>
        (row.Long("provider_id"), new Skill(row.Long("skill_id"), row.Text("name"), row.Int("position")));
}
