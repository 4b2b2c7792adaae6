using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Kalends.Platform.GraphQL.Graphiql;

/// <summary>Serves GraphiQL to browsers that open <c>/graphql</c>, from files that the build has bundled.</summary>
/// <param name="folder">The folder of the files; without them, a plain page explains how to get them.</param>
sealed class GraphiqlPage(string folder)
{
    public const string Files = "/graphql/graphiql";

    static readonly string[] Requests = ["query", "documentId", "extensions"];

    readonly bool _isThere = File.Exists(Path.Combine(folder, "graphiql.js"));

    /// <summary>The folder beside the program, into which the build copies the files.</summary>
    public static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "graphiql");

    /// <summary>
    /// Whether a browser opened this address; an address with a document in it is a request rather than a visit.
    /// </summary>
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
            // An upgrade changes the files under the same names, so a browser must revalidate them each time.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }

    public Task Show(HttpContext http)
    {
        var nonce = Convert.ToHexStringLower(SecretBytes.New(16));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(nonce);
        headers.Vary = HeaderNames.Accept;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(_isThere ? Page(nonce) : Plain, http.RequestAborted);
    }

    // The page has only script and style from our own server, and its fonts and icons are data in the style. Dialogs
    // add a style to the page, which must carry the nonce of the visit.
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
