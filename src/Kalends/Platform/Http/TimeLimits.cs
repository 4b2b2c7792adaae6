using Microsoft.AspNetCore.Http.Timeouts;

namespace Kalends.Platform.Http;

/// <summary>The time limits of requests; a request that exceeds its limit is answered 503.</summary>
static class TimeLimits
{
    /// <summary>The limit of requests that read a large part of the database.</summary>
    public const string Long = "long";

    public static void Add(IServiceCollection services, HttpSettings settings) =>
        services.AddRequestTimeouts(timeouts =>
        {
            timeouts.DefaultPolicy = Limit(settings.RequestSeconds);
            timeouts.AddPolicy(Long, Limit(settings.LongRequestSeconds));
        });

    static RequestTimeoutPolicy Limit(int seconds) => new()
    {
        Timeout = TimeSpan.FromSeconds(seconds),
        WriteTimeoutResponse = _ => throw PlatformErrors.Timeout.Refused(),
    };
}
