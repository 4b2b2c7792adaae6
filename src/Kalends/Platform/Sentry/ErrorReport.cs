using System.Diagnostics;
using Kalends.Platform.Http;

namespace Kalends.Platform.Sentry;

/// <summary>An error that nobody foresaw, and where it happened; nothing of what was asked.</summary>
/// <param name="Wrong">What was thrown.</param>
/// <param name="Place">The method and the route's template, or the job.</param>
/// <param name="UserId">Whose request it was.</param>
/// <param name="TraceId">Finds the request in the log.</param>
/// <param name="SpanId">Names the request within its trace.</param>
sealed record ErrorReport(Exception Wrong, string Place, string? UserId, string? TraceId, string? SpanId)
{
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    public static ErrorReport Of(HttpContext http, Exception wrong) => new(
        wrong, $"{http.Request.Method} {RequestLog.RouteOf(http)}",
        Callers.Of(http) is { IsKnown: true } caller ? caller.UserId : null,
        Problems.TraceIdOf(http), Activity.Current?.SpanId.ToHexString());
}
