using Microsoft.AspNetCore.Diagnostics;

namespace Kalends.Platform.Http;

/// <summary>Headers that restrict a browser to what an answer needs.</summary>
static class SecurityHeaders
{
    const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    // The docs page has script and style from our own server; Swagger UI sets styles inline and draws its icons from
    // data.
    const string PagePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "frame-ancestors 'none'";

    /// <summary>Sets them at the last moment, since an error clears earlier headers.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static http => Set((HttpContext)http), http);
        return next(http);
    });

    static Task Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        // The framework sets these for errors; no-store covers them all.
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
            (headers.CacheControl, headers.Pragma, headers.Expires) = (default, default, default);
        var isPage = http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = isPage ? PagePolicy : ApiPolicy;
        // The older header for what the policy says; it cannot name the sites that may frame a page.
        if (headers.ContentSecurityPolicy.ToString().Contains("frame-ancestors 'none'", StringComparison.Ordinal))
            headers.XFrameOptions = "DENY";
        if (headers.CacheControl.Count == 0 && !isPage)
            headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return Task.CompletedTask;
    }
}
