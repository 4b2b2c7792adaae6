using System.Diagnostics.Metrics;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>What is measured of replicas.</summary>
static class ReplicaGauges
{
    /// <summary>The lag of each replica that answers, until the result is disposed of.</summary>
    public static IDisposable Watch(IReadOnlyList<PostgresReplica> replicas)
    {
        var meter = new Meter(StorageMeter.Name);
        meter.CreateObservableGauge(
            "kalends.storage.replica.lag", () => replicas.Where(one => one.Last is not null).Select(one =>
                new Measurement<double>(one.Last?.Lag.TotalSeconds ?? 0,
                    new KeyValuePair<string, object?>("kalends.replica", one.Name))),
            "s", "How far a replica of PostgreSQL is behind the primary; absent while it does not answer.");
        return meter;
    }
}
