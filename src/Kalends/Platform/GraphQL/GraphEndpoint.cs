using System.Buffers;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL.Graphiql;
using Kalends.Platform.Http;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.GraphQL;

/// <summary>Serves the schema of all modules at <c>/graphql</c>, and its SDL beside it.</summary>
sealed partial class GraphEndpoint
{
    const int MisfitsMax = 20;

    readonly GraphHttp _http;
    readonly string _sdl;
    readonly ILogger _log;
    readonly ErrorReports? _reports;
    readonly GraphiqlPage _page;

    GraphEndpoint(Schema schema, IServiceProvider services)
    {
        var settings = services.GetRequiredService<Settings>();
        var heavy = services.GetRequiredService<HeavyWork>();
        var (graph, http) = (settings.Of<GraphSettings>(), settings.Of<HttpSettings>());
        _page = services.GetRequiredService<GraphiqlPage>();
        _log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.GraphQL");
        _reports = services.GetService<ErrorReports>();
        _sdl = SdlPrinter.Print(schema);
        _http = new GraphHttp(new GraphEngine(schema, new GraphOptions
        {
            Limits = graph.Limits(http.AnswerBytesMax),
            Introspection = graph.Introspection,
            Admit = (cost, request, _) => cost < graph.HeavyCost ? default : ((GraphCall)request!).Enter(heavy),
            Authorize = (access, request) => ((GraphCall)request!).Refusal((FieldAccess)access),
            Explain = wrong => wrong is Refused refused ? GraphCall.Explained(refused) : null,
            Trace = Trace,
        }), services.GetRequiredService<GraphHttpOptions>());
        foreach (var (id, fault) in _http.Misfits().Take(MisfitsMax))
            LogMisfit(_log, id, fault.Message);
    }

    /// <summary>Builds the schema, which reports every fault in it, and maps its two addresses.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, Graph graph)
    {
        if (graph.IsEmpty)
            return;
        var endpoint = new GraphEndpoint(graph.Build(), endpoints.ServiceProvider);
        endpoints.Map("/graphql", endpoint.Answer).WithMetadata(StreamTicket.Taken);
        endpoints.MapMethods("/graphql/schema.graphql", ["GET", "HEAD"], endpoint.ShowSchema);
    }

    async Task Answer(HttpContext http)
    {
        if (GraphiqlPage.IsWanted(http.Request))
        {
            await _page.Show(http);
            return;
        }
        using var allowance = http.Allow();
        await Serve(http, _http, new GraphCall(http, allowance));
    }

    /// <summary>Answers one request; <paramref name="host"/> is the object that fields see of it.</summary>
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
                Hold = http.Features.Get<Allowance>() is { } allowance ? allowance.Hold : null,
                Registrant = Callers.Of(http) is { IsKnown: true } caller ? caller.UserId : null,
            };
            if (request.QueryString.HasValue)
                given = WithQuery(given, request);
            using var answer = await graph.Answer(given, http.RequestAborted);
            if (answer.DocumentName is { } name)
                http.Features.Set(new NamedDocument(name));
            http.TellBookmark();
            if (answer.Frames is { } frames)
                await http.RequestServices.GetRequiredService<Streams>().Write(
                    http, frames, opened: (host as GraphCall)?.Opened ?? Task.CompletedTask);
            else
                await Write(http, answer);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    // A separate method, so that requests without a query string allocate no closure.
    static GraphHttpRequest WithQuery(GraphHttpRequest given, HttpRequest request) =>
        given with { Query = name => request.Query[name] };

    static async Task Write(HttpContext http, GraphHttpAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        if (answer.Allow is not null)
            http.Response.Headers.Allow = answer.Allow;
        await http.Send(answer.Body);
    }

    Task ShowSchema(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(_sdl, http.RequestAborted);
    }

    string Trace(Exception wrong, object? request)
    {
        var caller = (GraphCall)request!;
        LogUnhandled(_log, wrong, caller.TraceId);
        caller.Report(wrong, _reports);
        return caller.TraceId;
    }

    // A process that serves only some modules may be given documents for the others.
    [LoggerMessage(Level = LogLevel.Warning, Message = "The trusted document {Id} does not fit this schema: {Fault}")]
    static partial void LogMisfit(ILogger log, string id, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "An unhandled error in a field; trace {TraceId}.")]
    static partial void LogUnhandled(ILogger log, Exception wrong, string traceId);
}
