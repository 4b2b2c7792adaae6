using System.Threading.RateLimiting;
using Kalends.Platform.Calls;
using Microsoft.AspNetCore.Identity;

namespace Kalends.Accounts;

/// <summary>Hashes and checks passwords; slow on purpose, so it is bounded.</summary>
static class Passwords
{
    const int WaitingMax = 64;

    static readonly PasswordHasher<User> Hasher = new();

    // A name that nobody has costs the same check as one that somebody has.
    static readonly string OfNobody = Hasher.HashPassword(null!, Guid.NewGuid().ToString());

    static readonly ConcurrencyLimiter AtOnce = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = WaitingMax,
    });

    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    public static async Task<bool> Matches(User? user, string password, CancellationToken cancel)
    {
        using var turn = await AtOnce.AcquireAsync(1, cancel);
        if (!turn.IsAcquired)
            throw Refused.Busy("too_many_sign_ins", "Too many people sign in at once.");

        var hash = user?.PasswordHash ?? OfNobody;
        var matches = Hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed;
        return matches && user is not null;
    }
}

/// <summary>
/// Slows down who guesses: failures of one name, known or not, use up its tries; successes cost nothing.
/// </summary>
sealed class FailedSignIns(AccountsSettings settings)
{
    readonly PartitionedRateLimiter<string> _tries = PartitionedRateLimiter.Create<string, string>(username =>
        RateLimitPartition.GetTokenBucketLimiter(username, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.FailedSignIns,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public void RefuseIfTooMany(string username)
    {
        using var any = _tries.AttemptAcquire(username, 0);
        if (!any.IsAcquired)
            throw new Refused(Reason.TooMany, "too_many_sign_ins", "Too many failed sign-ins: wait a moment.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
    }

    public void Count(string username) => _tries.AttemptAcquire(username).Dispose();
}
