using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Http;

/// <summary>A request as a web server received it.</summary>
public sealed record GraphHttpRequest(string Method)
{
    /// <summary>The Content-Type header.</summary>
    public string? ContentType { get; init; }

    /// <summary>The Accept header.</summary>
    public string? Accept { get; init; }

    /// <summary>Returns the unescaped values of a query string parameter by its name.</summary>
    public Func<string, IReadOnlyList<string?>> Query { get; init; } = _ => [];

    /// <summary>Whether the request has a header that browsers send to other origins only after a preflight.</summary>
    public bool Preflighted { get; init; }

    /// <summary>The body; it must not change until the answer is complete.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The object that resolvers get from <see cref="FieldContext.Host{T}"/>.</summary>
    public object? Host { get; init; }

    /// <summary>Called as the memory of the answer grows; see <see cref="GraphRequest.Hold"/>.</summary>
    public Action<long>? Hold { get; init; }

    /// <summary>The caller, if they may register documents; otherwise null.</summary>
    public string? Registrant { get; init; }
}

/// <summary>The answer that a web server sends back; dispose of it once the body is sent.</summary>
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
    /// The answer as server-sent events, written one by one instead of the body; null if it is not a stream.
    /// </summary>
    public Func<CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>>? Frames { get; init; }

    /// <summary>The id or the hash by which the document was requested; null if only its text was sent.</summary>
    public string? DocumentName { get; init; }

    /// <summary>The errors that the body reports.</summary>
    public IReadOnlyList<GraphError> Errors => result.Errors;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body => result.Json;

    /// <inheritdoc/>
    public void Dispose() => result.Dispose();
}

/// <summary>The options for serving an engine.</summary>
public sealed record GraphHttpOptions
{
    /// <summary>The status of a document that parses but breaks a rule; newer drafts say 422.</summary>
    public int InvalidStatus { get; init; } = 400;

    /// <summary>
    /// Whether GET requests need a header that other sites cannot send; for callers identified by cookies.
    /// </summary>
    public bool PreflightGets { get; init; }

    /// <summary>Documents that requests may name; null if there are none.</summary>
    public TrustedDocuments? Trusted { get; init; }

    /// <summary>Whether only trusted documents are run, whether they are named or sent as text.</summary>
    public bool TrustedOnly { get; init; }

    /// <summary>The store in which clients register documents by their hashes; null if they may not.</summary>
    public RegisteredDocuments? Registered { get; init; }
}

/// <summary>GraphQL over HTTP without a web framework: maps a request to its answer.</summary>
public sealed class GraphHttp(GraphEngine engine, GraphHttpOptions? options = null)
{
    readonly GraphHttpOptions _options = options ?? new GraphHttpOptions();
    readonly DocumentSource _documents = new(engine, options ?? new GraphHttpOptions());

    /// <summary>The trusted documents that cannot run, each with its error.</summary>
    public IEnumerable<(string Id, GraphError Error)> Misfits() =>
        from document in _options.Trusted?.ById ?? new Dictionary<string, byte[]>()
        let errors = engine.Find(document.Value).Errors
        where errors.Count > 0
        select (document.Key, errors[0]);

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
        // Browsers send the simple content types to other origins without a preflight; refusing them prevents such
        // forgeries.
        if (!MediaTypes.IsJson(request.ContentType))
            return Refuse(415, MediaTypes.Json, "The body must be application/json in UTF-8.");
        if (request.Body.Length > engine.Limits.BodyBytesMax)
            return Refuse(413, MediaTypes.Json, $"The body has more than {engine.Limits.BodyBytesMax} bytes.",
                code: LimitCodes.Body);
        return Parameters.Read(request.Body, out var fault) is { } asked
            ? Answer(asked, request, negotiated, cancel) : Refuse(400, negotiated.Plain, fault);
    }

    ValueTask<GraphHttpAnswer> Get(GraphHttpRequest request, Negotiated negotiated, CancellationToken cancel)
    {
        if (_options.PreflightGets && !request.Preflighted)
            return Refuse(400, negotiated.Plain, "This request needs a header that other sites cannot send.");
        return Parameters.Read(request.Query, out var fault) is { } asked
            ? Answer(asked, request, negotiated, cancel) : Refuse(400, negotiated.Plain, fault);
    }

    ValueTask<GraphHttpAnswer> Answer(
        in Parameters asked, GraphHttpRequest request, Negotiated negotiated, CancellationToken cancel)
    {
        try
        {
            var found = _documents.Find(asked, request.Registrant);
            if (found.Document is { } document)
                return Run(document, found.Name, RunOf(asked, request), negotiated, cancel);
            var error = found.Error ?? throw new InvalidOperationException();
            return Refuse(found.Status ?? StatusOf(Outcome.BadRequest, negotiated), negotiated.Plain, error);
        }
        catch (GraphException malformed)
        {
            return Refuse(400, negotiated.Plain, malformed.Error);
        }
    }

    async ValueTask<GraphHttpAnswer> Run(
        CheckedDocument document, string? name, GraphRequest run, Negotiated negotiated, CancellationToken cancel)
    {
        if (negotiated.Streams
            && (negotiated.MediaType == MediaTypes.EventStream || engine.IsSubscription(document, run.OperationName)))
            return EventFrames.Answer(engine, document, name, run);

        var result = await engine.Execute(document, run, cancel);
        var allow = result.Outcome == Outcome.NotAllowed ? "POST" : null;
        return new GraphHttpAnswer(StatusOf(result.Outcome, negotiated), negotiated.MediaType, result, allow)
        {
            DocumentName = name,
        };
    }

    static GraphRequest RunOf(in Parameters asked, GraphHttpRequest request) => new(ReadOnlyMemory<byte>.Empty)
    {
        OperationName = asked.OperationName,
        Variables = asked.Variables,
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

    static ValueTask<GraphHttpAnswer> Refuse(
        int status, string mediaType, string message, string? allow = null, string code = ErrorCodes.Request) =>
        Refuse(status, mediaType, new GraphError(code, message), allow);

    static ValueTask<GraphHttpAnswer> Refuse(int status, string mediaType, GraphError error, string? allow = null) =>
        new(new GraphHttpAnswer(status, mediaType, GraphResult.Refused(Outcome.BadRequest, [error]), allow));
}
