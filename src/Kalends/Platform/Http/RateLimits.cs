using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Kalends.Platform.Http;

/// <summary>
/// A token bucket for each caller: by user if known, by API key if they came with one, otherwise by address. Probes are
/// never limited.
/// </summary>
/// <remarks>The headers follow draft-ietf-httpapi-ratelimit-headers.</remarks>
static class RateLimits
{
    public static void Add(IServiceCollection services, HttpSettings settings) => services.AddRateLimiter(limits =>
    {
        var (callers, keys) = (Rate.OfCallers(settings), Rate.OfKeys(settings));
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            (IsKey(http) ? keys : callers).Of(Callers.NameOf(http)));
        limits.OnRejected = (_, _) => throw PlatformErrors.RateLimited.Refused();
    });

    public static void UseRateLimits(this IApplicationBuilder app, HttpSettings settings)
    {
        var limiter = app.ApplicationServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var (callers, keys) = (Rate.OfCallers(settings), Rate.OfKeys(settings));
        if (callers.IsNone && keys.IsNone)
            return;
        app.Use((http, next) =>
        {
            var rate = IsKey(http) ? keys : callers;
            // The framework's middleware sends the headers only to callers that it refuses.
            if (!rate.IsNone && http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
                http.Response.OnStarting(() => Tell(http, limiter, rate));
            return next(http);
        });
        app.UseRateLimiter();
    }

    static bool IsKey(HttpContext http) => Callers.Of(http).Key is not null;

    static Task Tell(HttpContext http, PartitionedRateLimiter<HttpContext> limiter, Rate rate)
    {
        var left = limiter.GetStatistics(http)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = rate.Policy;
        http.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"{rate.Name}\";r={left};t=1");
        return Task.CompletedTask;
    }

    /// <param name="Name">The name of the policy in the headers.</param>
    /// <param name="PerSecond">The average; 0 sets no limit.</param>
    /// <param name="Burst">The requests at once after a pause.</param>
    sealed record Rate(string Name, int PerSecond, int Burst)
    {
        public static Rate OfCallers(HttpSettings settings) =>
            new("caller", settings.RatePerSecond, settings.RateBurst);

        public static Rate OfKeys(HttpSettings settings) =>
            new("key", settings.KeyRatePerSecond, settings.KeyRateBurst);

        public bool IsNone => PerSecond == 0;

        public string Policy { get; } = string.Create(
            CultureInfo.InvariantCulture, $"\"{Name}\";q={Burst};w={Math.Max(1, Burst / Math.Max(1, PerSecond))}");

        public RateLimitPartition<string> Of(string caller) => IsNone
            ? RateLimitPartition.GetNoLimiter(caller)
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = PerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            });
    }
}
