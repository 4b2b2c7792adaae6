using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Reads what a provider can do.</summary>
static class ReadSkills
{
    /// <param name="Id">Whose.</param>
    public sealed record Input([Id] long Id);

    /// <param name="Skills">Names, in the provider's own order.</param>
    public sealed record Named(IReadOnlyList<string> Skills);

    public static Task<Named> Run(Input input, Call call) => call.Read(async session =>
    {
        var held = await HeldSkills.Find(session, [input.Id]);
        var skills = held[input.Id].Select(skill => skill.Name).ToList();
        // A provider who has skills is there: only none at all leaves the question open.
        if (skills.Count == 0)
            await Profiles.Find(session, input.Id);
        return new Named(skills);
    });
}
