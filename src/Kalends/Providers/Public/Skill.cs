using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A skill of a provider; a therapist's specialism is a skill.</summary>
/// <param name="Id">The id of the skill.</param>
/// <param name="Name">
/// The name as it was first written; names that differ in the case of one letter are two skills.
/// </param>
/// <param name="Position">The place, from 0, among the skills of the provider through whom it was found.</param>
sealed record Skill(long Id, string Name, int Position = 0)
{
    /// <summary>A skill of a provider, from <c>public_provider_skills</c>.</summary>
    public static (long ProviderId, Skill Skill) ReadHeld(Row row) =>
        (row.Long("provider_id"), new Skill(row.Long("skill_id"), row.Text("name"), row.Int("position")));
}
