using System.Buffers;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL.Graphiql;
using Kalends.Platform.Http;
using Kalends.Platform.Sentry;

namespace Kalends.Platform.GraphQL;

/// <summary>Serves the schema of all modules at <c>/graphql</c>, and its SDL beside it.</summary>
sealed partial class GraphEndpoint
{
    readonly GraphHttp _http;
    readonly string _sdl;
    readonly ILogger _log;
    readonly ErrorReports? _reports;
    readonly GraphiqlPage _page;

    GraphEndpoint(Schema schema, GraphSettings settings, GraphiqlPage page, ILogger log, ErrorReports? reports)
    {
        _page = page;
        _log = log;
        _reports = reports;
        _sdl = SdlPrinter.Print(schema);
        _http = new GraphHttp(new GraphEngine(schema, new GraphOptions
        {
            Limits = settings.Limits(),
            Introspection = settings.Introspection,
            Authorize = (access, visit) => ((Visit)visit!).Refusal((Access)access),
            Explain = wrong => wrong is Refused refused ? Visit.Explained(refused) : null,
            Trace = Trace,
        }));
    }

    /// <summary>Builds the schema, which names every fault of it, and maps its two addresses.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, Graph graph)
    {
        if (graph.IsEmpty)
            return;
        if (graph.Schema.HasNodes)
            graph.Schema.Nodes.Expose(many: true, node => node.Require(Access.SignedIn));
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.GraphQL");
        var settings = endpoints.ServiceProvider.GetRequiredService<Settings>().Of<GraphSettings>();
        var reports = endpoints.ServiceProvider.GetService<ErrorReports>();
        var page = endpoints.ServiceProvider.GetRequiredService<GraphiqlPage>();
        var endpoint = new GraphEndpoint(graph.Schema.Build(), settings, page, log, reports);
        endpoints.Map("/graphql", endpoint.Answer);
        endpoints.MapMethods("/graphql/schema.graphql", ["GET", "HEAD"], endpoint.ShowSchema);
    }

    Task Answer(HttpContext http) =>
        GraphiqlPage.IsWanted(http.Request) ? _page.Show(http) : Serve(http, _http, new Visit(http));

    /// <summary>Answers one request; the host is what fields get to see of it.</summary>
    public static async Task Serve(HttpContext http, GraphHttp graph, object? host)
    {
        var request = http.Request;
        var body = await request.ReadBytes();
        try
        {
            var accept = request.Headers.Accept;
            var given = new GraphHttpRequest(request.Method)
            {
                ContentType = request.ContentType,
                Accept = accept.Count > 0 ? accept.ToString() : null,
                Body = body.IsSingleSegment ? body.First : body.ToArray(),
                Host = host,
            };
            if (request.QueryString.HasValue)
                given = WithQuery(given, request);
            using var answer = await graph.Answer(given, http.RequestAborted);
            if (answer.Frames is { } frames)
                await http.RequestServices.GetRequiredService<Streams>().Write(
                    http, frames, opened: (host as Visit)?.Opened ?? Task.CompletedTask);
            else
                await Write(http, answer);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    // Apart, so that requests without a query string pay for no closure.
    static GraphHttpRequest WithQuery(GraphHttpRequest given, HttpRequest request) =>
        given with { Query = name => request.Query[name] };

    static async Task Write(HttpContext http, GraphHttpAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        if (answer.Allow is not null)
            http.Response.Headers.Allow = answer.Allow;
        // No token: to a client that went away Kestrel writes nothing anyway.
        await http.Response.Body.WriteAsync(answer.Body);
    }

    Task ShowSchema(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(_sdl, http.RequestAborted);
    }

    string Trace(Exception wrong, object? visit)
    {
        var visitor = (Visit)visit!;
        LogUnhandled(_log, wrong, visitor.TraceId);
        if (_reports is not null)
            visitor.Report(wrong, _reports);
        return visitor.TraceId;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An unhandled error in a field; trace {TraceId}.")]
    static partial void LogUnhandled(ILogger log, Exception wrong, string traceId);
}
