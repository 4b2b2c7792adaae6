using System.Diagnostics;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.Jobs;

/// <summary>A task that runs again and again, on one process at a time.</summary>
/// <param name="Job">Identifies the job among processes; never changes.</param>
/// <param name="Every">The pause between two rounds; zero turns the job off.</param>
/// <param name="Run">Runs one round; a missed or repeated round must do no harm.</param>
sealed record RecurringJob(int Job, TimeSpan Every, Func<Call, Task> Run)
{
    /// <summary>Its name in traces and measurements, such as <c>ExpireReservations.Sweep</c>.</summary>
    public string Name { get; } = $"{Run.Method.DeclaringType!.Name}.{Run.Method.Name}";
}

/// <summary>Runs the jobs of all modules in the background; no answer to users waits for them.</summary>
sealed partial class RecurringJobs(
    IEnumerable<RecurringJob> jobs, Db db, TimeProvider clock, Settings settings, Hooks hooks,
    ILogger<RecurringJobs> log, ErrorReports? reports = null) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(jobs.Where(job => job.Every > TimeSpan.Zero).Select(job => Repeat(job, stopping)));

    async Task Repeat(RecurringJob job, CancellationToken stopping)
    {
        var outage = new Outage();
        using var timer = new PeriodicTimer(job.Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await Round(job, outage, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program is stopping; the next process continues.
        }
    }

    async Task Round(RecurringJob job, Outage outage, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var call = Call.OfProgram(db, clock, settings, hooks, stopping);
            if (await UseCaseSpans.Run(job.Name, () => db.Alone(job.Job, () => job.Run(call), stopping)))
                JobMeter.Succeeded(job, Stopwatch.GetElapsedTime(started), call.RowsInSteps, clock.GetUtcNow());
            if (outage.Ends())
                LogWorksAgain(job.Job);
        }
        catch (Exception wrong) when (!stopping.IsCancellationRequested)
        {
            JobMeter.Failed(job, Stopwatch.GetElapsedTime(started), wrong);
            if (!outage.Begins())
                return;
            LogFailed(wrong, job.Job);
            reports?.Add(wrong, $"job {job.Job}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The recurring job {Job} failed and will be tried again.")]
    partial void LogFailed(Exception wrong, int job);

    [LoggerMessage(Level = LogLevel.Information, Message = "The recurring job {Job} works again.")]
    partial void LogWorksAgain(int job);
}
