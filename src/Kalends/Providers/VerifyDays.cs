using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>What always holds of the days on which providers could work.</summary>
static class VerifyDays
{
    const int AtOnce = 200;

    public static readonly IReadOnlyList<Invariant> All =
    [
        new("provider_days", "The stretches of days of a provider are their dates without overlaps.", Compare),
    ];

    static async Task Compare(Session session, Drift drift)
    {
        for (var ids = await Next(session, 0); ids.Count > 0; ids = await Next(session, ids[^1]))
        {
            var days = (await session.All(FindDays, row => (Id: row.Long("provider_id"), Days: Written(
                row.Long("from_day"), row.Long("to_day"), row.Long("node"))), ("ids", ids)))
                .ToLookup(row => row.Id, row => row.Days);
            foreach (var (id, profile) in await Profiles.ByIds(session, ids))
                drift.Compare(
                    $"provider {id}",
                    DateRange.Merged(profile.Availability).Select(range =>
                        Written(range.FirstDay(), range.LastDay(), DaysTree.NodeOf(range))),
                    days[id]);
        }
    }

    static string Written(long from, long to, long node) => $"days {from} to {to} at {node}";

    static async Task<List<long>> Next(Session session, long after) =>
        await session.All(FindIds, row => row.Long("id"), ("after", after));

    static readonly Sql FindIds = new($"""
        SELECT id
        FROM providers
        WHERE id > @after AND deleted_at IS NULL
        ORDER BY id
        LIMIT {AtOnce}
        """);

    static readonly Sql FindDays =
        new("SELECT provider_id, from_day, to_day, node FROM provider_days WHERE provider_id {list ids}");
}
