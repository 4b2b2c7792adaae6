using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
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
        var skills = (await Find(session, [input.Id]))[input.Id].Select(skill => skill.Name).ToList();
        // Who has skills is there: only none at all leaves the question open.
        if (skills.Count == 0)
            await Profiles.Find(session, input.Id);
        return new Named(skills);
    });

    /// <summary>The skills of many providers in one statement, each provider's in their own order.</summary>
    public static Task<ILookup<long, Skill>> OfProviders(IReadOnlyList<long> providerIds, Call call) =>
        call.Read(session => Find(session, providerIds));

    /// <summary>Many skills in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Skill>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session =>
            await session.All(FindByIds, row => new Skill(row.Long("id"), row.Text("name")), ("ids", ids)));
        return found.ToDictionary(skill => skill.Id);
    }

    static async Task<ILookup<long, Skill>> Find(Session session, IReadOnlyList<long> providerIds)
    {
        var held = await session.All(FindOfProviders, Skill.ReadHeld, ("providers", providerIds));
        return held.ToLookup(one => one.ProviderId, one => one.Skill);
    }

    static readonly Sql FindOfProviders = new("""
        SELECT provider_id, position, skill_id, name
        FROM public_provider_skills
        WHERE provider_id {list providers}
        ORDER BY provider_id, position
        """);

    static readonly Sql FindByIds = new("SELECT id, name FROM skills WHERE id {list ids}");
}
