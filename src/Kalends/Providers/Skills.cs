using Kalends.Platform.Storage;

namespace Kalends.Providers;

/// <summary>All skills that any provider has or had; the id of a name never changes.</summary>
static class Skills
{
    /// <summary>The ids of skills; new skills are stored first.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Enter(Session session, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return new Dictionary<string, long>();
        var known = await Find(session, names);
        if (known.Count == names.Count)
            return known;

        // The names are sorted, so that two lists with the same new skills wait for each other and do not deadlock.
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

    static readonly Sql FindByNames = new("SELECT id, name FROM skills WHERE name {list names}");

    static readonly Sql EnterSkill = new("INSERT INTO skills (name) VALUES (@name) ON CONFLICT (name) DO NOTHING");
}
