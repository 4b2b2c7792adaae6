using System.Diagnostics.Metrics;

namespace Kalends.Platform.Storage.Engines.Sqlite;

/// <summary>What is measured of a SQLite file.</summary>
static class SqliteGauges
{
    /// <summary>The gauges of one SQLite file, until the result is disposed of.</summary>
    public static IDisposable Watch(SqliteWriteLane lane, SqliteReaders readers)
    {
        var meter = new Meter(StorageMeter.Name);
        meter.CreateObservableGauge(
            "kalends.storage.write.waiting", () => lane.Waiting, "{write}",
            "Writes that wait for the write lane of SQLite.");
        meter.CreateObservableGauge(
            "kalends.storage.write.waiting.limit", () => lane.WaitingMax, "{write}",
            "Writes that may wait; a further one is answered 503.");
        meter.CreateObservableGauge(
            "kalends.storage.readers.busy", () => readers.Busy, "{connection}",
            "Reading connections of SQLite that are in use.");
        meter.CreateObservableGauge(
            "kalends.storage.readers.limit", () => readers.Max, "{connection}",
            "Reading connections of SQLite that may be in use at the same time.");
        return meter;
    }
}
