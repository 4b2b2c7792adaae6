namespace Kalends.Platform.Http;

/// <summary>Headers that tell a browser to trust an answer with nothing more than it needs.</summary>
static class SecurityHeaders
{
    const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    // The docs page is script and style of our own server; Swagger UI sets styles inline and draws its icons from data.
    const string PagePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        var isPage = http.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = isPage ? PagePolicy : ApiPolicy;
        if (!isPage)
            headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(http);
    });
}
