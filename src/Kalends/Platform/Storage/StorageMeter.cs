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

    /// <summary>Reads that replicas were meant to serve, and who did.</summary>
    static readonly Counter<long> ReplicaReads = Meter.CreateCounter<long>(
        "kalends.storage.replica.reads", "{read}",
        "Reads that may go to a replica, by outcome: replica, or why the primary was read instead.");

    /// <param name="outcome">
    /// <c>replica</c>; <c>none</c> if no replica was near enough, <c>behind</c> if the caller's own change was not
    /// there in time, <c>failed</c> if the replica gave the read up.
    /// </param>
    public static void CountReplicaRead(string outcome) =>
        ReplicaReads.Add(1, new KeyValuePair<string, object?>("kalends.outcome", outcome));
}
