using Microsoft.AspNetCore.Http.Timeouts;

namespace Kalends.Platform.Http;

/// <summary>The time limits of requests; a request that exceeds its limit is answered 503.</summary>
static partial class TimeLimits
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

    public static void UseTimeLimits(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TimeLimits).FullName!);
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (OperationCanceledException) when (http.Response.HasStarted)
            {
                // It is too late for a refusal. The broken connection tells the reader that the end is missing.
                var (route, trace) = (RequestLog.RouteOf(http), Problems.TraceIdOf(http));
                LogCut(log, http.Request.Method, route, trace);
                http.Abort();
            }
        });
        app.UseRequestTimeouts();
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "An answer was cut off: its reader has left or is too slow. {Method} {Route} {TraceId}")]
    static partial void LogCut(ILogger log, string method, string route, string traceId);
}
