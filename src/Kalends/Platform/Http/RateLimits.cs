using System.Globalization;
using System.Threading.RateLimiting;

namespace Kalends.Platform.Http;

/// <summary>
/// A token bucket for each caller: by user where one is known, else by address. Probes are never limited.
/// </summary>
/// <remarks>The headers follow draft-ietf-httpapi-ratelimit-headers.</remarks>
static class RateLimits
{
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app, HttpSettings settings)
    {
        if (settings.RatePerSecond == 0)
            return app;

        var limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(Callers.KeyOf(http), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.RateBurst,
                TokensPerPeriod = settings.RatePerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        var window = Math.Max(1, settings.RateBurst / settings.RatePerSecond);
        var policy = string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={settings.RateBurst};w={window}");

        return app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Route>() is { IsProbe: true })
            {
                await next(http);
                return;
            }
            using var lease = limiter.AttemptAcquire(http);
            var left = limiter.GetStatistics(http)?.CurrentAvailablePermits ?? 0;
            // At the last moment, since a refusal clears what was set before.
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["RateLimit-Policy"] = policy;
                http.Response.Headers["RateLimit"] =
                    string.Create(CultureInfo.InvariantCulture, $"\"caller\";r={left};t=1");
                return Task.CompletedTask;
            });
            if (!lease.IsAcquired)
                throw new Refused(Reason.TooMany, "rate_limited", "Too many requests: slow down.")
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            await next(http);
        });
    }
}
