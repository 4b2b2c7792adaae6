using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Says what a provider can do, in place of what was said before.</summary>
static class SetSkills
{
    /// <param name="Id">Whose.</param>
    /// <param name="Skills">Names, each once, in the order in which to show them; upper and lower case differ.</param>
    /// <param name="IfMatch">The ETag of the provider as the list was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<ReadSkills.Named> Run(Input input, Call call)
    {
        var errors = new ValidationErrors();
        ProviderInput.AddRepeated(errors, "skills", input.Skills);
        errors.ThrowIfAny();
        return call.Write(async session =>
        {
            var known = await ProfileStore.FindToChange(session, call, input.Id, input.IfMatch);
            var changed = known with { Skills = input.Skills, UpdatedAt = call.Now, Version = known.Version + 1 };
            await ProfileStore.Change(session, call, known, changed, "provider.skills_set");
            return new ReadSkills.Named(input.Skills);
        });
    }
}
