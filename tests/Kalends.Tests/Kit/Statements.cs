using System.Diagnostics.Metrics;
using Kalends.Platform.Storage;

namespace Kalends.Tests.Kit;

/// <summary>The counter counts for the whole process, so nothing may run beside these tests.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

/// <summary>Counts the statements that a request executes.</summary>
static class Statements
{
    /// <summary>The number of statements, if it is the same for 1, 20 and 100 rows.</summary>
    public static async Task<long> CountOf(Func<int, Task<int>> ask)
    {
        var counts = new List<long>();
        // What runs in the background meanwhile is counted too, and it seldom runs twice.
        foreach (var rows in new[] { 1, 20, 100 })
            counts.Add(Math.Min(await Count(rows), await Count(rows)));
        return Assert.Single(counts.Distinct());

        Task<long> Count(int rows) => CountIn(async () => Assert.Equal(rows, await ask(rows)));
    }

    /// <summary>The number of statements that are executed meanwhile.</summary>
    public static async Task<long> CountIn(Func<Task> work)
    {
        var count = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument == StorageMeter.Statements)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, n, _, _) => Interlocked.Add(ref count, n));
        listener.Start();
        await work();
        return count;
    }
}
