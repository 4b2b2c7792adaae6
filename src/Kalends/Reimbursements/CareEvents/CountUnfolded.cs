using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Counts the differences of month totals that are not folded yet; on SQLite there never are any.</summary>
static class CountUnfolded
{
    public static readonly SampledGauge Gauge = new(
        "kalends.month_totals.unfolded", "{row}",
        "Differences of month totals that are not folded yet, at most 100,000.", Run);

    static Task<long> Run(Call call) => call.Read(async session => await session.Number(Find) ?? 0);

    const int CountedMax = 100_000;

    static readonly Sql Find = new(
        sqlite: "SELECT 0 AS n",
        postgres: $"SELECT COUNT(*) AS n FROM (SELECT id FROM month_totals_unfolded() LIMIT {CountedMax}) AS waiting");
}
