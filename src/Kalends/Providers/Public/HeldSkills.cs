using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Finds skills by their ids and by the providers who have them.</summary>
static class HeldSkills
{
    /// <summary>The skills of many providers in one statement, in the order of each provider.</summary>
    public static Task<ILookup<long, Skill>> OfProviders(IReadOnlyList<long> providerIds, Call call) =>
        call.Read(session => Find(session, providerIds));

    /// <summary>Many skills in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Skill>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, row => new Skill(row.Long("id"), row.Text("name")), skill => skill.Id, ("ids", ids));

    /// <summary>The skills of many providers, found in the caller's transaction.</summary>
    public static async Task<ILookup<long, Skill>> Find(Session session, IReadOnlyList<long> providerIds)
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
