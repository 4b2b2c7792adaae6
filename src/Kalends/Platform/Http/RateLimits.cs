using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Kalends.Platform.Http;

/// <summary>A token bucket for each caller: by user if known, otherwise by address. Probes are never limited.</summary>
/// <remarks>The headers follow draft-ietf-httpapi-ratelimit-headers.</remarks>
static class RateLimits
{
    public static void Add(IServiceCollection services, HttpSettings settings) => services.AddRateLimiter(limits =>
    {
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(Callers.KeyOf(http), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.RateBurst,
                TokensPerPeriod = settings.RatePerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        limits.OnRejected = (_, _) => throw PlatformErrors.RateLimited.Refused();
    });

    public static void UseRateLimits(this IApplicationBuilder app, HttpSettings settings)
    {
        if (settings.RatePerSecond == 0)
            return;
        var limiter = app.ApplicationServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var window = Math.Max(1, settings.RateBurst / settings.RatePerSecond);
        var policy = string.Create(CultureInfo.InvariantCulture, $"\"caller\";q={settings.RateBurst};w={window}");
        app.Use((http, next) =>
        {
            // The framework's middleware sends the headers only to callers that it refuses.
            if (http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
                http.Response.OnStarting(() => Tell(http, limiter, policy));
            return next(http);
        });
        app.UseRateLimiter();
    }

    static Task Tell(HttpContext http, PartitionedRateLimiter<HttpContext> limiter, string policy)
    {
        var left = limiter.GetStatistics(http)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = policy;
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"caller\";r={left};t=1");
        return Task.CompletedTask;
    }
}
