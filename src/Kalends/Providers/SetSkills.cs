using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers;

/// <summary>Says what a provider can do, in place of what was said before.</summary>
static class SetSkills
{
    /// <param name="Id">Whose.</param>
    /// <param name="Skills">Names, each once, in the order in which to show them; upper and lower case differ.</param>
    public sealed record Input(
        [Id] long Id, [Count(0, NewProvider.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills);

    public static Task<ReadSkills.Named> Run(Input input, Call call)
    {
        var faults = new Faults();
        NewProvider.AddRepeated(faults, "skills", input.Skills);
        faults.ThrowIfAny();
        return call.Write(session => Store(session, input, call));
    }

    static async Task<ReadSkills.Named> Store(Session session, Input input, Call call)
    {
        var known = await StoredProfile.FindToChange(session, input.Id);
        if (known is null || !call.Reach.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId))
            throw Refused.NotFound("provider");

        await StoredProfile.Update(session, known, known with
        {
            Skills = input.Skills,
            UpdatedAt = call.Now,
            Version = known.Version + 1,
        });
        var set = new ReadSkills.Named(input.Skills);
        await EventLog.Append(session, call, new("providers", "provider.skills_set", $"provider/{input.Id}", set)
        {
            ProviderId = input.Id,
        });
        return set;
    }
}
