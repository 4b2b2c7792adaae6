using System.Diagnostics;
using Kalends.Platform.Telemetry;
using Microsoft.AspNetCore.Diagnostics;

namespace Kalends.Platform.Http;

/// <summary>
/// One log line per request: the route, the caller and the outcome; never bodies, tokens or query strings.
/// </summary>
static partial class RequestLog
{
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.Requests");
        var reports = app.ApplicationServices.GetService<ErrorReports>();
        return app.Use(async (http, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await next(http);
            }
            catch (Exception wrong)
            {
                // Part of the answer is already sent: the connection is cut, and the web server logs it.
                Problems.Report(reports, http, wrong);
                throw;
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
        var caller = Callers.Of(http);
        var (userId, keyId) = (caller.IsKnown ? caller.UserId : null, caller.Key?.Id);
        var (route, trace) = (RouteOf(http), Problems.TraceIdOf(http));
        var (status, ms) = (http.Response.StatusCode, Math.Round(took.TotalMilliseconds, 3));
        if (http.Features.Get<NamedDocument>() is { Name: var document })
            LogNamed(log, http.Request.Method, route, status, ms, userId, keyId, trace, document);
        else
            LogRequest(log, http.Request.Method, route, status, ms, userId, keyId, trace);
    }

    /// <summary>The template of the route, which contains no values of the request.</summary>
    public static string RouteOf(HttpContext http) =>
        (EndpointOf(http) as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    /// <summary>The endpoint, even of a failed request, for which the framework removes it.</summary>
    public static Endpoint? EndpointOf(HttpContext http) =>
        http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    [LoggerMessage(
        Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Ms} ms {UserId} {KeyId} {TraceId}")]
    static partial void LogRequest(
        ILogger log, string method, string route, int status, double ms, string? userId, long? keyId,
        string traceId);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Method} {Route} {Status} {Ms} ms {UserId} {KeyId} {TraceId} {Document}")]
    static partial void LogNamed(
        ILogger log, string method, string route, int status, double ms, string? userId, long? keyId,
        string traceId, string document);
}

/// <summary>The id or the hash of the GraphQL document that a request named; never the document itself.</summary>
sealed record NamedDocument(string Name);
