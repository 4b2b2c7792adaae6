using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Providers.Public;

/// <summary>Pages through the skills of each of many therapists, in the provider's own order.</summary>
static class ListSkillsOfTherapists
{
    public static async Task<IReadOnlyList<Page<Skill>>> Run(
        IReadOnlyList<Therapist> therapists, NoInput input, PageRequest page, Call call)
    {
        var stretch = ByPosition.Of(page);
        var skills = await HeldSkills.OfProviders(therapists.Select(one => one.Id).Distinct().ToList(), call);
        return therapists.Select(one => Cut(skills[one.Id].ToList(), page, stretch)).ToList();
    }

    // A provider has few skills, so all of them are read at once.
    static Page<Skill> Cut(List<Skill> all, PageRequest page, Stretch stretch)
    {
        var (after, before) = (stretch.LowNumber ?? -1, stretch.HighNumber ?? long.MaxValue);
        var within = all.Where(skill => skill.Position > after && skill.Position < before);
        return page.Cut(
            (page.Backward ? within.Reverse() : within).Take(page.Fetch).ToList(), ByPosition.PlaceOf,
            before: all.Exists(skill => skill.Position <= after), after: all.Exists(skill => skill.Position >= before));
    }

    static readonly Keyset<Skill> ByPosition =
        new("position", new Key<Skill>("position", skill => skill.Position));
}
