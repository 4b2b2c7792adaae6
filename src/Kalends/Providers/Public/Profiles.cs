using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Finds the profiles of providers.</summary>
static class Profiles
{
    /// <summary>A provider, or a refusal that there is no such provider.</summary>
    public static async Task<Profile> Find(Session session, long id) =>
        await session.One(FindById, Profile.Read, ("id", id)) ?? throw ProvidersErrors.NoSuchProvider.Refused();

    /// <summary>Many providers in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Profile>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, Profile.Read, provider => provider.Id, ("ids", ids));

    /// <summary>The same in a session that reads more.</summary>
    public static async Task<IReadOnlyDictionary<long, Profile>> ByIds(Session session, IReadOnlyList<long> ids) =>
        (await session.All(FindByIds, Profile.Read, ("ids", ids))).ToDictionary(provider => provider.Id);

    /// <summary>The same with deleted providers, whose past work is still shown with their name.</summary>
    public static Task<IReadOnlyDictionary<long, Profile>> EverByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindEverByIds, Profile.Read, provider => provider.Id, ("ids", ids));

    /// <summary>All providers but deleted ones, a few at a time.</summary>
    public static async IAsyncEnumerable<IReadOnlyDictionary<long, Profile>> All(Session session)
    {
        for (var ids = await Next(0); ids.Count > 0; ids = await Next(ids[^1]))
            yield return await ByIds(session, ids);

        ValueTask<List<long>> Next(long after) => session.All(FindNext, row => row.Long("id"), ("after", after));
    }

    static readonly Sql FindById = Find("p.id = @id AND p.deleted_at IS NULL");

    static readonly Sql FindByIds = Find("p.id {list ids} AND p.deleted_at IS NULL");

    static readonly Sql FindEverByIds = Find("p.id {list ids}");

    static readonly Sql FindNext = new("""
        SELECT id
        FROM providers
        WHERE id > @after AND deleted_at IS NULL
        ORDER BY id
        LIMIT 200
        """);

    static Sql Find(string which) => new($"SELECT {Profile.Columns} FROM providers p WHERE {which}");
}
