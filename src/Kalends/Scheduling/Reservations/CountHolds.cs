using System.Diagnostics.Metrics;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Scheduling.Reservations;

/// <summary>Counts the holds that are live, and those that have lapsed and that the sweeper has not marked.</summary>
static class CountHolds
{
    public static readonly SampledGauge Gauge = new(
        "kalends.holds", "{reservation}", "Holds that are live or lapsed, at most 10,000 of each.", Run);

    static async Task<IReadOnlyList<Measurement<long>>> Run(Call call)
    {
        var holds = await call.Read(async session => await session.One(
            Find, row => new { Live = row.Long("live"), Lapsed = row.Long("lapsed") }, ("now", call.Now)));
        return [InState("live", holds!.Live), InState("lapsed", holds.Lapsed)];
    }

    static Measurement<long> InState(string state, long count) =>
        new(count, new KeyValuePair<string, object?>("kalends.hold.state", state));

    const int CountedMax = 10_000;

    // Both walk the index of holds alone, however many reservations there are.
    static readonly Sql Find = new($"""
        SELECT
            (SELECT COUNT(*) FROM (
                SELECT expires_at FROM reservations WHERE state = 'held' AND expires_at > @now LIMIT {CountedMax}
            ) AS held) AS live,
            (SELECT COUNT(*) FROM (
                SELECT expires_at FROM reservations WHERE state = 'held' AND expires_at <= @now LIMIT {CountedMax}
            ) AS held) AS lapsed
        """);
}
