using Microsoft.AspNetCore.Http.Features;

namespace Kalends.Platform.Http;

/// <summary>
/// Refuses bodies that are compressed or otherwise encoded (RFC 9110, 8.4), since none is decoded here.
/// </summary>
static class ContentEncodings
{
    public static IApplicationBuilder UseContentEncodings(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var encodings = http.Request.Headers.ContentEncoding;
        return encodings.Count == 0 || AreNone(encodings.ToString()) || !HasBody(http) ? next(http) : Refuse(http);
    });

    static bool AreNone(string encodings) => encodings
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .All(encoding => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    static bool HasBody(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    static Task Refuse(HttpContext http)
    {
        // The header names the accepted encodings (RFC 9110, 12.5.3).
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.AcceptEncoding = "identity";
            return Task.CompletedTask;
        });
        throw PlatformErrors.EncodedBody.Refused();
    }
}
