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

    static readonly Sql FindById = Find("p.id = @id AND p.deleted_at IS NULL");

    static readonly Sql FindByIds = Find("p.id {list ids} AND p.deleted_at IS NULL");

    static readonly Sql FindEverByIds = Find("p.id {list ids}");

    static Sql Find(string which) => new($"SELECT {Profile.Columns} FROM providers p WHERE {which}");
}
