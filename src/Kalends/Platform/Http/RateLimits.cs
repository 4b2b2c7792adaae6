using System.Globalization;
using Microsoft.AspNetCore.RateLimiting;

namespace Kalends.Platform.Http;

/// <summary>
/// A token bucket for each caller: by user if known, by API key if they came with one, otherwise by address. Probes are
/// never limited.
/// </summary>
/// <remarks>The headers follow draft-ietf-httpapi-ratelimit-headers.</remarks>
static class RateLimits
{
    public static void UseRateLimits(this IApplicationBuilder app, HttpSettings settings)
    {
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var callers = new Buckets("caller", settings.RatePerSecond, settings.RateBurst, clock);
        var keys = new Buckets("key", settings.KeyRatePerSecond, settings.KeyRateBurst, clock);
        if (callers.AreNone && keys.AreNone)
            return;
        app.Use((http, next) =>
        {
            var buckets = Callers.Of(http).Key is null ? callers : keys;
            if (!buckets.AreNone && http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
                Take(http, buckets);
            return next(http);
        });
    }

    static void Take(HttpContext http, Buckets buckets)
    {
        var isTaken = buckets.TryTake(Callers.NameOf(http), out var left);
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = buckets.Policy;
            http.Response.Headers["RateLimit"] = string.Create(
                CultureInfo.InvariantCulture, $"\"{buckets.Name}\";r={left};t=1");
            return Task.CompletedTask;
        });
        if (!isTaken)
            throw PlatformErrors.RateLimited.Refused();
    }

    /// <remarks>
    /// Of each bucket only the time is kept at which it is full again, so nobody has to fill them: the framework's
    /// limiters do so ten times a second, also while nobody calls (decision 100).
    /// </remarks>
    /// <param name="name">The name of the policy in the headers.</param>
    /// <param name="perSecond">The average; 0 sets no limit.</param>
    /// <param name="burst">The requests at once after a pause.</param>
    /// <param name="clock">Measures how long a caller has paused.</param>
    sealed class Buckets(string name, int perSecond, int burst, TimeProvider clock)
    {
        // One who is forgotten has a full bucket, which most have again seconds after their last request.
        const int CallersMax = 50_000;

        readonly Lock _lock = new();
        readonly Latest<string, long> _fullAt = new(CallersMax);
        readonly long _token = clock.TimestampFrequency / Math.Max(1, perSecond);

        public string Name => name;

        public bool AreNone => perSecond == 0;

        public string Policy { get; } = string.Create(
            CultureInfo.InvariantCulture, $"\"{name}\";q={burst};w={Math.Max(1, burst / Math.Max(1, perSecond))}");

        public bool TryTake(string caller, out long left)
        {
            lock (_lock)
            {
                var now = clock.GetTimestamp();
                var empty = now + burst * _token;
                var fullAt = Math.Max(now, _fullAt.TryGet(caller, out var known) ? known : now) + _token;
                var isTaken = fullAt <= empty;
                left = isTaken ? (empty - fullAt) / _token : 0;
                if (isTaken)
                    _fullAt.Set(caller, fullAt);
                return isTaken;
            }
        }
    }
}
