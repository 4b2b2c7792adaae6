using System.Threading.RateLimiting;

namespace Kalends.Platform.Http;

/// <summary>
/// Lets each caller run a few expensive requests at the same time. Further ones wait for their turn, so that one caller
/// leaves room for the others.
/// </summary>
sealed class HeavyWork(HttpSettings settings) : IDisposable
{
    const int WaitingMax = 50;

    readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(caller =>
        RateLimitPartition.GetConcurrencyLimiter(caller, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = settings.HeavyPerCaller,
            QueueLimit = WaitingMax,
        }));

    /// <summary>Waits for the caller's turn, which lasts until the result is disposed of.</summary>
    public async ValueTask<IDisposable?> Enter(HttpContext http)
    {
        if (settings.HeavyPerCaller == 0)
            return null;
        var turn = await _turns.AcquireAsync(Callers.NameOf(http), cancellationToken: http.RequestAborted);
        return turn.IsAcquired
            ? turn
            : throw PlatformErrors.TooManyAtOnce.Refused(WaitingMax);
    }

    public void Dispose() => _turns.Dispose();
}
