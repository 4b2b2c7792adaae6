using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// Pages through the therapists with each of many skills, in the order of their creation, in one statement.
/// </summary>
static class ListTherapistsOfSkills
{
    public static async Task<IReadOnlyList<Page<Therapist>>> Run(
        IReadOnlyList<Skill> skills, NoInput input, PageRequest page, Call call)
    {
        var stretch = ById.Of(page);
        var (after, before) = (stretch.LowNumber ?? 0, stretch.HighNumber ?? long.MaxValue);
        IReadOnlyList<long> ids = skills.Select(skill => skill.Id).Distinct().ToList();
        var (found, ends) = await call.Read(async session => (
            await session.All(page.Backward ? FindBackward : FindForward, Holder.Read,
                ("skills", ids), ("low", after), ("high", before), ("limit", page.Fetch)),
            stretch is { Low: null, High: null } ? [] : await session.All(FindEnds, Ends.Read, ("skills", ids))));

        var holders = found.ToLookup(one => one.SkillId, one => one.Therapist);
        var around = ends.ToDictionary(one => one.SkillId);
        return skills.Select(skill => page.Cut(
            holders[skill.Id].ToList(), ById.PlaceOf,
            before: around.GetValueOrDefault(skill.Id)?.First <= after,
            after: around.GetValueOrDefault(skill.Id)?.Last >= before)).ToList();
    }

    static readonly Keyset<Therapist> ById = new("id", new Key<Therapist>("id", therapist => therapist.Id));

    sealed record Holder(long SkillId, Therapist Therapist)
    {
        public static Holder Read(Row row) => new(row.Long("skill_id"), Therapist.Read(row));
    }

    /// <summary>
    /// The first and the last provider with a skill; they tell whether a page has others before or after it.
    /// </summary>
    sealed record Ends(long SkillId, long First, long Last)
    {
        public static Ends Read(Row row) => new(row.Long("skill_id"), row.Long("first"), row.Long("last"));
    }

    static readonly Sql FindForward = Find("ASC");

    static readonly Sql FindBackward = Find("DESC");

    static Sql Find(string direction) => new($$"""
        SELECT h.skill_id, {{Therapist.Columns}}
        FROM (
            SELECT held.skill_id, held.provider_id,
                   ROW_NUMBER() OVER (PARTITION BY held.skill_id ORDER BY held.provider_id {{direction}}) AS place
            FROM provider_skills held
            JOIN providers p ON p.id = held.provider_id
            WHERE held.skill_id {list skills} AND held.provider_id > @low AND held.provider_id < @high
              AND {{Profile.Listed}}
        ) AS h
        JOIN providers p ON p.id = h.provider_id
        WHERE h.place <= @limit
        ORDER BY h.skill_id, h.place
        """);

    static readonly Sql FindEnds = new($$"""
        SELECT held.skill_id, MIN(held.provider_id) AS first, MAX(held.provider_id) AS last
        FROM provider_skills held
        JOIN providers p ON p.id = held.provider_id
        WHERE held.skill_id {list skills} AND {{Profile.Listed}}
        GROUP BY held.skill_id
        """);
}
