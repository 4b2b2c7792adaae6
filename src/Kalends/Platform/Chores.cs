using Kalends.Platform.Calls;
using Kalends.Platform.Sentry;
using Kalends.Platform.Storage;

namespace Kalends.Platform;

/// <summary>Something to do again and again, on one process at a time.</summary>
/// <param name="Job">Tells chores apart between processes; never changes.</param>
/// <param name="Every">The pause between two rounds; zero turns the chore off.</param>
/// <param name="Run">One round; it must not matter when a round is missed or repeated.</param>
sealed record Chore(int Job, TimeSpan Every, Func<Call, Task> Run);

/// <summary>Does the chores of all modules in the background; nothing that users see waits for them.</summary>
sealed partial class Chores(
    IEnumerable<Chore> chores, Db db, TimeProvider clock, Settings settings, ILogger<Chores> log,
    ErrorReports? reports = null) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(chores.Where(chore => chore.Every > TimeSpan.Zero).Select(chore => Repeat(chore, stopping)));

    async Task Repeat(Chore chore, CancellationToken stopping)
    {
        var outage = new Outage();
        using var timer = new PeriodicTimer(chore.Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await Round(chore, outage, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program stops; the next process goes on.
        }
    }

    async Task Round(Chore chore, Outage outage, CancellationToken stopping)
    {
        try
        {
            var call = Call.OfProgram(db, clock, settings, stopping);
            await db.Alone(chore.Job, () => chore.Run(call), stopping);
            if (outage.Ends())
                LogWorksAgain(chore.Job);
        }
        catch (Exception wrong) when (!stopping.IsCancellationRequested)
        {
            if (!outage.Begins())
                return;
            LogFailed(wrong, chore.Job);
            reports?.Add(new ErrorReport(wrong, $"chore {chore.Job}", null, null, null));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Chore {Job} failed and will be tried again.")]
    partial void LogFailed(Exception wrong, int job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Chore {Job} works again.")]
    partial void LogWorksAgain(int job);
}
