using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Reads the skills of a provider.</summary>
static class ReadSkills
{
    /// <param name="Id">The id of the provider.</param>
    public sealed record Input([Id] long Id);

    /// <param name="Skills">The names of the skills, in the provider's own order.</param>
    public sealed record Named(IReadOnlyList<string> Skills);

    public static Task<Named> Run(Input input, Call call) => call.Read(async session =>
    {
        var held = await HeldSkills.Find(session, [input.Id]);
        var skills = held[input.Id].Select(skill => skill.Name).ToList();
        // A provider with skills exists. Only an empty list leaves open whether the provider exists.
        if (skills.Count == 0)
            await Profiles.Find(session, input.Id);
        return new Named(skills);
    });
}
