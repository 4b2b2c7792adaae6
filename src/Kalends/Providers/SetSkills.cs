using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Says what a provider can do, in place of what was said before.</summary>
static class SetSkills
{
    public const int SkillsMax = 50;

    /// <param name="Id">Whose.</param>
    /// <param name="Skills">Names, each once, in the order in which to show them; upper and lower case differ.</param>
    public sealed record Input([Id] long Id, [Count(0, SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills);

    public static Task<ReadSkills.Named> Run(Input input, Call call)
    {
        Check(input.Skills);
        return call.Write(session => Store(session, input, call));
    }

    static void Check(IReadOnlyList<string> names)
    {
        var (seen, faults) = (new HashSet<string>(), new Faults());
        for (var i = 0; i < names.Count; i++)
            if (!seen.Add(names[i]))
                faults.Add($"/skills/{i}", "repeated", "A skill may be named once.");
        faults.ThrowIfAny();
    }

    static async Task<ReadSkills.Named> Store(Session session, Input input, Call call)
    {
        // The row of the provider is held, so that two lists at once become one or the other and no mixture.
        var known = await session.One(FindToChange, Person.Read, ("id", input.Id))
            ?? throw Refused.NotFound("provider");
        if (!call.Reach.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId))
            throw Refused.Forbidden("Only who owns or manages a provider may change it.");

        var ids = await Enter(session, input.Skills);
        await session.Ride(Clear, ("provider", input.Id));
        for (var i = 0; i < input.Skills.Count; i++)
            await session.Ride(Insert, ("provider", input.Id), ("position", i), ("skill", ids[input.Skills[i]]));

        var set = new ReadSkills.Named(input.Skills);
        await EventLog.Append(session, call, new("providers", "provider.skills_set", $"provider/{input.Id}", set)
        {
            ProviderId = input.Id,
        });
        return set;
    }

    /// <summary>The ids of skills, of those too that nobody had before.</summary>
    static async Task<IReadOnlyDictionary<string, long>> Enter(Session session, IReadOnlyList<string> names)
    {
        var known = await Find(session, names);
        if (known.Count == names.Count)
            return known;

        // In one order, so that two lists with the same new skills wait for each other instead of deadlocking.
        foreach (var name in names.Where(name => !known.ContainsKey(name)).Order(StringComparer.Ordinal))
            await session.Run(EnterSkill, ("name", name));
        return await Find(session, names);
    }

    static async Task<Dictionary<string, long>> Find(Session session, IReadOnlyList<string> names)
    {
        var found = await session.All(
            FindByNames, row => (Name: row.Text("name"), Id: row.Long("id")), ("names", names));
        return found.ToDictionary(skill => skill.Name, skill => skill.Id);
    }

    static readonly Sql FindToChange = new($$"""
        SELECT {{People.Columns()}}
        FROM providers
        WHERE id = @id
        {lock}
        """);

    static readonly Sql FindByNames = new("SELECT id, name FROM skills WHERE name {list names}");

    static readonly Sql EnterSkill = new("INSERT INTO skills (name) VALUES (@name) ON CONFLICT (name) DO NOTHING");

    static readonly Sql Clear = new("DELETE FROM provider_skills WHERE provider_id = @provider");

    static readonly Sql Insert = new("""
        INSERT INTO provider_skills (provider_id, position, skill_id)
        VALUES (@provider, @position, @skill)
        """);
}
