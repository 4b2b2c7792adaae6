using System.Diagnostics;

namespace Kalends.Platform.Http;

/// <summary>
/// One line for each request: what was asked by whom, and how it ended; never bodies, tokens or query strings.
/// </summary>
static partial class RequestLog
{
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.Requests");
        return app.Use(async (http, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await next(http);
            }
            finally
            {
                if (log.IsEnabled(LogLevel.Information))
                    Line(log, http, Stopwatch.GetElapsedTime(started));
            }
        });
    }

    static void Line(ILogger log, HttpContext http, TimeSpan took)
    {
        var userId = Callers.Of(http) is { IsKnown: true } caller ? caller.UserId : null;
        var (route, trace) = (RouteOf(http), Problems.TraceIdOf(http));
        var (status, ms) = (http.Response.StatusCode, Math.Round(took.TotalMilliseconds, 3));
        LogRequest(log, http.Request.Method, route, status, ms, userId, trace);
    }

    /// <summary>The template of the route, which holds nothing of the request.</summary>
    public static string RouteOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Ms} ms {UserId} {TraceId}")]
    static partial void LogRequest(
        ILogger log, string method, string route, int status, double ms, string? userId, string traceId);
}
