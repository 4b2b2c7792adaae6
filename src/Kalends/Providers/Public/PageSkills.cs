using Kalends.Platform.Calls;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Providers.Public;

/// <summary>Walks through what each of many therapists can do, in the provider's own order.</summary>
static class PageSkills
{
    const string Order = "position";

    public static async Task<IReadOnlyList<Relay.Page<Skill>>> Run(
        IReadOnlyList<Therapist> therapists, NoInput input, Relay.PageRequest page, Call call)
    {
        page.In(Order);
        var skills = await HeldSkills.OfProviders(therapists.Select(one => one.Id).Distinct().ToList(), call);
        return therapists.Select(one => Cut(skills[one.Id].ToList(), page)).ToList();
    }

    // A provider has few skills: all of them are at hand.
    static Relay.Page<Skill> Cut(List<Skill> all, Relay.PageRequest page)
    {
        if (!page.Backward && page.Low is null && page.High is null)
            return page.Cut(all, CursorOf);
        var (after, before) = (page.Low?.Number(0) ?? -1, page.High?.Number(0) ?? long.MaxValue);
        var within = all.Where(skill => skill.Position > after && skill.Position < before);
        return page.Cut(
            (page.Backward ? within.Reverse() : within).Take(page.Fetch).ToList(),
            CursorOf,
            before: all.Exists(skill => skill.Position <= after), after: all.Exists(skill => skill.Position >= before));
    }

    static Relay.Cursor CursorOf(Skill skill) => new(Order, (long)skill.Position);
}
