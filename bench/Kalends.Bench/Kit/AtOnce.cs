using System.Diagnostics;

namespace Kalends.Bench.Kit;

/// <summary>Tasks that work at the same time, without HTTP.</summary>
static class AtOnce
{
    /// <summary>How often a second they do a work together; each run of it has a number, from 1 on.</summary>
    public static async Task<double> Rate(int tasks, TimeSpan time, Func<int, Task> work)
    {
        var (started, begun, done) = (Stopwatch.GetTimestamp(), 0, 0);
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await work(Interlocked.Increment(ref begun));
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
