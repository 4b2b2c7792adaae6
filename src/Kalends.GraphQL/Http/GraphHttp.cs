using System.Text;
using System.Text.Json;
using Kalends.GraphQL.Execution;

namespace Kalends.GraphQL.Http;

/// <summary>What a web server knows about a request.</summary>
public sealed record GraphHttpRequest(string Method)
{
    /// <summary>The Content-Type header.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Accept header.</summary>
    public string? Accept { get; init; }

    /// <summary>A value of the query string by its name, unescaped.</summary>
    public Func<string, string?> Query { get; init; } = _ => null;

    /// <summary>Whether a header is there that browsers send to other origins only after asking.</summary>
    public bool Preflighted { get; init; }

    /// <summary>The body; it must not change until the answer is there.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What resolvers get back from <see cref="FieldContext.Host{T}"/>.</summary>
    public object? Host { get; init; }

    /// <summary>Told how the memory of the answer grows; see <see cref="GraphRequest.Hold"/>.</summary>
    public Action<long>? Hold { get; init; }
}

/// <summary>What a web server sends back; dispose it when the body is sent.</summary>
public sealed class GraphHttpAnswer(int status, string contentType, GraphResult result, string? allow = null)
    : IDisposable
{
    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>The Content-Type header.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>The Allow header; null if there is none.</summary>
    public string? Allow { get; } = allow;

    /// <summary>
    /// The answer as server-sent events, to be written one by one instead of the body; null if it is no stream.
    /// </summary>
    public Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>>? Frames { get; init; }

    /// <summary>The errors that the body reports.</summary>
    public IReadOnlyList<GraphError> Errors => result.Errors;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body => result.Json;

    /// <inheritdoc/>
    public void Dispose() => result.Dispose();
}

/// <summary>How an engine is served.</summary>
public sealed record GraphHttpOptions
{
    /// <summary>The status of a document that parses but breaks a rule; newer drafts say 422.</summary>
    public int InvalidStatus { get; init; } = 400;

    /// <summary>
    /// Whether GET requests need a header that other sites cannot send; for callers known by cookies.
    /// </summary>
    public bool PreflightGets { get; init; }
}

/// <summary>GraphQL over HTTP without a web framework: what to answer to which request.</summary>
public sealed class GraphHttp(GraphEngine engine, GraphHttpOptions? options = null)
{
    readonly GraphHttpOptions _options = options ?? new GraphHttpOptions();

    /// <summary>Answers a request.</summary>
    public ValueTask<GraphHttpAnswer> Answer(GraphHttpRequest request, CancellationToken cancel = default)
    {
        if (MediaTypes.Negotiate(request.Accept) is not { } negotiated)
            return Refuse(406, MediaTypes.Json, "Nothing that is accepted can be served.");
        return request.Method switch
        {
            "POST" => Post(request, negotiated, cancel),
            "GET" => Get(request, negotiated, cancel),
            _ => Refuse(405, MediaTypes.Json, "Only GET and POST are answered.", "GET, POST"),
        };
    }

    ValueTask<GraphHttpAnswer> Post(GraphHttpRequest request, Negotiated negotiated, CancellationToken cancel)
    {
        // Browsers send the simple content types to other origins without asking; refusing them ends such forgeries.
        if (!MediaTypes.IsJson(request.ContentType))
            return Refuse(415, MediaTypes.Json, "The body must be application/json in UTF-8.");
        if (request.Body.Length > engine.Limits.BodyBytesMax)
            return Refuse(413, MediaTypes.Json, $"The body has more than {engine.Limits.BodyBytesMax} bytes.",
                code: LimitCodes.Body);
        if (!Envelope.TryRead(request.Body.Span, out var envelope, out var fault))
            return Refuse(400, negotiated.Plain, fault);
        try
        {
            var body = request.Body.Span;
            var raw = body[envelope.Document];
            var document = !envelope.Escaped
                ? engine.Find(raw)
                : engine.FindEscaped(raw) ?? engine.AdmitEscaped(raw, envelope.Unescape(body));
            return Run(document, envelope.OperationName, request.Body[envelope.Variables], request, negotiated, cancel);
        }
        catch (JsonException)
        {
            return Refuse(400, negotiated.Plain, "The body is not JSON.");
        }
        catch (InvalidOperationException)
        {
            return Refuse(400, negotiated.Plain, "The \"query\" is not valid Unicode.");
        }
    }

    ValueTask<GraphHttpAnswer> Get(GraphHttpRequest request, Negotiated negotiated, CancellationToken cancel)
    {
        if (_options.PreflightGets && !request.Preflighted)
            return Refuse(400, negotiated.Plain, "This request needs a header that other sites cannot send.");
        var query = Given(request, "query");
        if (query is null) return Refuse(400, negotiated.Plain, "The parameter \"query\" is missing.");
        var variables = Encoding.UTF8.GetBytes(Given(request, "variables") ?? "");
        var extensions = Encoding.UTF8.GetBytes(Given(request, "extensions") ?? "");
        if (!IsObject(variables)) return Refuse(400, negotiated.Plain, "\"variables\" must be a JSON object.");
        if (!IsObject(extensions)) return Refuse(400, negotiated.Plain, "\"extensions\" must be a JSON object.");
        var document = engine.Find(Encoding.UTF8.GetBytes(query));
        return Run(document, Given(request, "operationName"), variables, request, negotiated, cancel);
    }

    async ValueTask<GraphHttpAnswer> Run(
        CheckedDocument document, string? operation, ReadOnlyMemory<byte> variables, GraphHttpRequest request,
        Negotiated negotiated, CancellationToken cancel)
    {
        if (negotiated.Streams
            && (negotiated.MediaType == MediaTypes.EventStream || engine.IsSubscription(document, operation)))
            return EventFrames.Answer(engine, document, operation, variables, request);

        using var json = variables.IsEmpty ? null : JsonDocument.Parse(variables);
        var result = await engine.Execute(document, RunOf(operation, json, request), cancel);
        var allow = result.Outcome == Outcome.NotAllowed ? "POST" : null;
        return new GraphHttpAnswer(StatusOf(result.Outcome, negotiated), negotiated.MediaType, result, allow);
    }

    /// <summary>What the engine is to run of a checked document, for an answer or for a stream of them.</summary>
    internal static GraphRequest RunOf(string? operation, JsonDocument? variables, GraphHttpRequest request) =>
        new(ReadOnlyMemory<byte>.Empty)
        {
            OperationName = operation,
            Variables = variables?.RootElement,
            Host = request.Host,
            Hold = request.Hold,
            ReadOnly = request.Method != "POST",
        };

    // Clients that name application/json expect 200 whenever the answer is a GraphQL response.
    int StatusOf(Outcome outcome, Negotiated negotiated) => outcome switch
    {
        Outcome.Executed => 200,
        Outcome.NotAllowed => 405,
        Outcome.Busy => 429,
        _ when negotiated is { Explicit: true, MediaType: MediaTypes.Json } => 200,
        Outcome.SyntaxError => 400,
        _ => _options.InvalidStatus,
    };

    static string? Given(GraphHttpRequest request, string name) =>
        request.Query(name) is { Length: > 0 } value ? value : null;

    static bool IsObject(byte[] json)
    {
        if (json.Length == 0) return true;
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return parsed.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static ValueTask<GraphHttpAnswer> Refuse(
        int status, string mediaType, string message, string? allow = null, string code = ErrorCodes.Request)
    {
        var result = GraphResult.Refused(Outcome.BadRequest, [new GraphError(code, message)]);
        return new(new GraphHttpAnswer(status, mediaType, result, allow));
    }
}
