using System.Diagnostics.Metrics;

namespace Kalends.Platform.Storage;

/// <summary>The counters of storage, published through the framework's meters.</summary>
static class StorageMeter
{
    public const string Name = "Kalends.Storage";

    static readonly Meter Meter = new(Name);

    /// <summary>Statements sent to the database, excluding transaction control.</summary>
    public static readonly Counter<long> Statements = Meter.CreateCounter<long>("kalends.storage.statements");
}
