using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Kalends.Platform.GraphQL.Graphiql;

/// <summary>
/// Shows a browser GraphiQL where it asks for a page at <c>/graphql</c>, from files that the build has bundled.
/// </summary>
/// <param name="folder">Where the files lie; without them, a plain page says how to get them.</param>
sealed class GraphiqlPage(string folder)
{
    public const string Files = "/graphql/graphiql";

    static readonly string[] Requests = ["query", "documentId", "extensions"];

    readonly bool _isThere = File.Exists(Path.Combine(folder, "graphiql.js"));

    /// <summary>Beside the program, where the build puts them.</summary>
    public static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "graphiql");

    /// <summary>A browser that was sent to this address; a document in the address is a request, not a visit.</summary>
    public static bool IsWanted(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !Requests.Any(request.Query.ContainsKey)
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html" && type.Quality is not 0);

    public void UseFiles(IApplicationBuilder app)
    {
        if (!_isThere)
            return;
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = Files,
            FileProvider = new PhysicalFileProvider(folder),
            // An upgrade changes the files under the same names: a browser asks each time whether they still stand.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }

    public Task Show(HttpContext http)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.Vary = HeaderNames.Accept;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(_isThere ? Page(nonce) : Plain, http.RequestAborted);
    }

    // The page is script and style of our own server, and its fonts and icons stand in the style as data. Dialogs add a
    // style on the page, which must know the visit's nonce.
    static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; " +
        "img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static string Page(string nonce) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Kalends GraphiQL</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{Files}/graphiql.css">
        </head>
        <body>
        <div id="graphiql" data-nonce="{nonce}">Loading</div>
        <script src="{Files}/graphiql.js"></script>
        </body>
        </html>

        """;

    const string Plain = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Kalends GraphQL</title>
        </head>
        <body>
        <h1>GraphiQL is not part of this build</h1>
        <p>Building the server bundles it where Node.js 20 or newer and npm are installed and the npm registry can be
        reached. Install them and build again: <code>dotnet build src/Kalends</code>.</p>
        <p>GraphQL is served all the same: <code>POST /graphql</code>, with the schema at
        <a href="/graphql/schema.graphql">/graphql/schema.graphql</a>.</p>
        </body>
        </html>

        """;
}
