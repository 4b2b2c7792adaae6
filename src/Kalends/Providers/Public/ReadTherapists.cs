using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Reads providers as therapists; appointments ask for hundreds at once, and only for their names.</summary>
static class ReadTherapists
{
    /// <summary>Many therapists in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Therapist>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session => await session.All(FindByIds, Therapist.Read, ("ids", ids)));
        return found.ToDictionary(therapist => therapist.Id);
    }

    /// <summary>The same with deleted therapists, whose past work is still shown with their name.</summary>
    public static async Task<IReadOnlyDictionary<long, Therapist>> EverByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session => await session.All(FindEverByIds, Therapist.Read, ("ids", ids)));
        return found.ToDictionary(therapist => therapist.Id);
    }

    static readonly Sql FindByIds = Find("p.id {list ids} AND p.deleted_at IS NULL");

    static readonly Sql FindEverByIds = Find("p.id {list ids}");

    static Sql Find(string which) => new($"SELECT {Therapist.Columns} FROM providers p WHERE {which}");
}
