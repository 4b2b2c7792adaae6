using System.Diagnostics.Metrics;

namespace Kalends.Platform.Storage;

/// <summary>What the storage floor counts, for whoever listens to the framework's meters.</summary>
static class StorageMeter
{
    public const string Name = "Kalends.Storage";

    static readonly Meter Meter = new(Name);

    /// <summary>Statements sent to the database, those of the transactions themselves left out.</summary>
    public static readonly Counter<long> Statements = Meter.CreateCounter<long>("kalends.storage.statements");
}
