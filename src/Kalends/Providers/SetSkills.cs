using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Replaces the skills of a provider.</summary>
static class SetSkills
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="Skills">
    /// The names of the skills, each once, in the order in which they are shown; upper and lower case differ.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag of the provider that the list is based on; the change is refused if the provider has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<ReadSkills.Named>> Run(Input input, Call call)
    {
        var errors = new ValidationErrors();
        ProviderInput.AddRepeated(errors, "skills", input.Skills);
        errors.ThrowIfAny();
        return call.Write(async session =>
        {
            var known = await ProfileStore.FindToChange(session, call, input.Id, input.IfMatch);
            var changed = known with { Skills = input.Skills, UpdatedAt = call.Now, Version = known.Version + 1 };
            await ProfileStore.Change(session, call, known, changed, "skills_set");
            return new ReadSkills.Named(input.Skills);
        });
    }
}
