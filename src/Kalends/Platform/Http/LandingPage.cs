using System.Security.Cryptography;
using System.Text;

namespace Kalends.Platform.Http;

/// <summary>The page at <c>/</c>: an introduction to this server, with links.</summary>
static class LandingPage
{
    const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
        dt { margin-top: 1rem }
        dd { margin: 0 }
        """;

    const string Page = $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Kalends</title>
        <link rel="icon" href="data:,">
        <style>{Style}</style>
        </head>
        <body>
        <h1>Kalends</h1>
        <p>The backend behind an appointment book and its month-end ledger. It answers programs, over REST and
        GraphQL.</p>
        <dl>
        <dt><a href="/docs">/docs</a></dt>
        <dd>The REST API, to read and to try out; as OpenAPI: <a href="/openapi/v1.json">/openapi/v1.json</a></dd>
        <dt><a href="/graphql">/graphql</a></dt>
        <dd>The GraphQL API in GraphiQL; its schema: <a href="/graphql/schema.graphql">/graphql/schema.graphql</a></dd>
        <dt><a href="/livez">/livez</a>, <a href="/readyz">/readyz</a></dt>
        <dd>Whether the process runs, and whether its database answers.</dd>
        </dl>
        </body>
        </html>

        """;

    static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    static readonly string Policy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; img-src data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods("/", ["GET", "HEAD"], Show);

    static Task Show(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.ContentType = "text/html; charset=utf-8";
        var page = Encoding.UTF8.GetBytes(Page);
        http.Response.ContentLength = page.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(page, http.RequestAborted).AsTask();
    }
}
