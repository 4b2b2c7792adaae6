using Microsoft.AspNetCore.Http.Timeouts;

namespace Kalends.Platform.Http;

/// <summary>How long a request takes at most; what takes longer is answered 503.</summary>
static class TimeLimits
{
    /// <summary>The limit of what reads a large part of the database.</summary>
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
        WriteTimeoutResponse = _ => throw Refused.Busy("timeout", "The request took too long."),
    };
}
