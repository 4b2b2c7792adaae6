using System.Diagnostics.Metrics;

namespace Kalends.Platform.Storage;

/// <summary>The measurements of storage, published through the framework's meters.</summary>
static class StorageMeter
{
    public const string Name = "Kalends.Storage";

    static readonly Meter Meter = new(Name);

    /// <summary>Statements sent to the database, excluding transaction control.</summary>
    public static readonly Counter<long> Statements = Meter.CreateCounter<long>(
        "kalends.storage.statements", "{statement}",
        "Statements sent to the database, excluding transaction control.");

    /// <summary>Writes in each group that the write lane committed together.</summary>
    public static readonly Histogram<int> GroupSize = Meter.CreateHistogram(
        "kalends.storage.write.group.size", "{write}", "Writes that shared one commit on SQLite.",
        advice: new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
        });

    /// <summary>The time of each commit of the write lane.</summary>
    public static readonly Histogram<double> FlushDuration = Meter.CreateHistogram(
        "kalends.storage.write.flush.duration", "s", "Time of a commit on SQLite, which flushes to the disk.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
        });

    /// <summary>The gauges of one SQLite file, until the result is disposed of.</summary>
    public static IDisposable Watch(SqliteWriteLane lane, SqliteReaders readers)
    {
        var meter = new Meter(Name);
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
