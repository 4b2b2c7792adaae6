using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>What always holds of the days on which providers could work.</summary>
static class VerifyDays
{
    public static readonly IReadOnlyList<Invariant> All =
    [
        new("provider_days", "The stretches of days of a provider are their dates without overlaps.", Compare),
    ];

    static async Task Compare(Session session, Drift drift)
    {
        await foreach (var profiles in Profiles.All(session))
        {
            var days = (await session.All(FindDays, row => (Id: row.Long("provider_id"), Days: Written(
                row.Long("from_day"), row.Long("to_day"), row.Long("node"))), ("ids", profiles.Keys.ToList())))
                .ToLookup(row => row.Id, row => row.Days);
            foreach (var (id, profile) in profiles)
                drift.Compare(
                    $"provider {id}",
                    DateRange.Merged(profile.Availability).Select(range =>
                        Written(range.FirstDay(), range.LastDay(), DaysTree.NodeOf(range))),
                    days[id]);
        }
    }

    static string Written(long from, long to, long node) => $"days {from} to {to} at {node}";

    static readonly Sql FindDays =
        new("SELECT provider_id, from_day, to_day, node FROM provider_days WHERE provider_id {list ids}");
}
