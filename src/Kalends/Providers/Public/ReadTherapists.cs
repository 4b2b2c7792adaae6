using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Reads providers as therapists; appointments ask for hundreds at once, and only for their names.</summary>
static class ReadTherapists
{
    /// <summary>Many therapists in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Therapist>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, Therapist.Read, therapist => therapist.Id, ("ids", ids));

    /// <summary>The same with deleted therapists, whose past work is still shown with their name.</summary>
    public static Task<IReadOnlyDictionary<long, Therapist>> EverByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindEverByIds, Therapist.Read, therapist => therapist.Id, ("ids", ids));

    static readonly Sql FindByIds = Find("p.id {list ids} AND p.deleted_at IS NULL");

    static readonly Sql FindEverByIds = Find("p.id {list ids}");

    static Sql Find(string which) => new($"SELECT {Therapist.Columns} FROM providers p WHERE {which}");
}
