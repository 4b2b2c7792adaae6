using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>The settings and callbacks that a host gives an engine.</summary>
public sealed record GraphOptions
{
    /// <summary>The limits on the work that one request may cause.</summary>
    public GraphLimits Limits { get; init; } = new();

    /// <summary>Whether introspection is allowed.</summary>
    public bool Introspection { get; init; } = true;

    /// <summary>
    /// Checks a requirement against the host object of the request: null allows it, an error explains the refusal.
    /// </summary>
    public Func<object, object?, GraphError?>? Authorize { get; init; }

    /// <summary>
    /// Maps an exception of the host to the error that clients may read; null means that it is unexpected.
    /// </summary>
    public Func<Exception, GraphError?>? Explain { get; init; }

    /// <summary>
    /// Admits a request by its cost, perhaps after a wait. The result is disposed of once the answer is complete; an
    /// exception of the host refuses the request.
    /// </summary>
    public Func<long, object?, CancellationToken, ValueTask<IDisposable?>>? Admit { get; init; }

    /// <summary>Reports an unexpected exception and returns the id under which it can be found.</summary>
    public Func<Exception, object?, string?>? Trace { get; init; }
}

/// <summary>A request to run a document.</summary>
public sealed record GraphRequest(ReadOnlyMemory<byte> Document)
{
    /// <summary>A request given as text.</summary>
    public GraphRequest(string document) : this(Encoding.UTF8.GetBytes(document))
    {
    }

    /// <summary>The name of the operation to run; not needed if the document has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables as a JSON object.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The object that resolvers get from <see cref="FieldContext.Host{T}"/>.</summary>
    public object? Host { get; init; }

    /// <summary>Whether only queries may run, as over HTTP GET.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Called with the number of bytes by which the answer grew, or shrank; an exception refuses the request.
    /// </summary>
    public Action<long>? Hold { get; init; }
}

/// <summary>How far a request got.</summary>
public enum Outcome
{
    /// <summary>The operation ran; there may be errors beside the data.</summary>
    Executed,

    /// <summary>The document does not parse, or is too big.</summary>
    SyntaxError,

    /// <summary>The document breaks a rule or goes over a limit.</summary>
    Invalid,

    /// <summary>The operation asked for does not exist, or a variable does not fit.</summary>
    BadRequest,

    /// <summary>A write was requested where only reads may run.</summary>
    NotAllowed,

    /// <summary>The host did not admit the request for now.</summary>
    Busy,
}

/// <summary>The answer to a request; dispose of it once its bytes are sent.</summary>
public sealed class GraphResult : IDisposable
{
    readonly JsonOut _output;

    internal GraphResult(Outcome outcome, IReadOnlyList<GraphError> errors, JsonOut output)
    {
        Outcome = outcome;
        Errors = errors;
        _output = output;
    }

    /// <summary>How far the request got.</summary>
    public Outcome Outcome { get; }

    /// <summary>The errors that the answer reports.</summary>
    public IReadOnlyList<GraphError> Errors { get; }

    /// <summary>The response as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _output.Written;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Json.Span);

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    /// <summary>The empty body of an answer that is a stream.</summary>
    internal static GraphResult Empty => new(Outcome.Executed, [], new JsonOut());

    internal static GraphResult Refused(Outcome outcome, IReadOnlyList<GraphError> errors)
    {
        var output = new JsonOut();
        ErrorWriter.Refusal(output, errors);
        return new GraphResult(outcome, errors, output);
    }
}

/// <summary>Runs documents against a schema.</summary>
public sealed class GraphEngine(Schema schema, GraphOptions? options = null)
{
    readonly DocumentCache _cache = new(options?.Limits ?? new GraphLimits());

    /// <summary>The schema that the engine serves.</summary>
    public Schema Schema { get; } = schema;

    /// <summary>The options of the host.</summary>
    public GraphOptions Options { get; } = options ?? new GraphOptions();

    internal GraphLimits Limits => Options.Limits;

    internal int CachedDocuments => _cache.Count;

    /// <summary>Parses, checks and runs a document, and writes the answer.</summary>
    public ValueTask<GraphResult> Execute(GraphRequest request, CancellationToken cancel = default) =>
        Execute(Find(request.Document.Span), request, cancel);

    internal async ValueTask<GraphResult> Execute(CheckedDocument document, GraphRequest request,
        CancellationToken cancel)
    {
        var (prepared, refusal) = Prepare(document, request);
        if (prepared is null) return refusal ?? throw new InvalidOperationException();
        if (prepared.Operation.Kind == OperationKind.Subscription)
            return GraphResult.Refused(Outcome.NotAllowed, [NeedsStream]);
        var (variables, errors) = prepared.Coerce(request.Variables, Limits.ErrorsMax);
        if (errors.Count > 0) return GraphResult.Refused(Outcome.BadRequest, errors);
        var (tooMuch, cost) = prepared.Measure(this, variables);
        if (tooMuch is not null) return GraphResult.Refused(Outcome.Invalid, [tooMuch]);
        using var span = OperationTelemetry.Begin(prepared.Operation, cost);
        if (Options.Admit is not { } admit) return await Run(prepared, variables, request, Root.Empty, cancel);
        IDisposable? place;
        try
        {
            place = await admit(cost, request.Host, cancel);
        }
        catch (Exception error) when (Options.Explain?.Invoke(error) is not null)
        {
            return GraphResult.Refused(Outcome.Busy, [Options.Explain(error)!]);
        }
        using (place) return await Run(prepared, variables, request, Root.Empty, cancel);
    }

    /// <summary>
    /// Runs a subscription: one answer for each occurrence, or a single one that refuses the request.
    /// </summary>
    public IAsyncEnumerable<GraphResult> Subscribe(GraphRequest request, CancellationToken cancel = default) =>
        Subscribe(Find(request.Document.Span), request, cancel);

    internal bool IsSubscription(CheckedDocument document, string? operation) => document.Errors.Count == 0
        && document.Operation(Schema, operation)?.Operation.Kind == OperationKind.Subscription;

    internal async IAsyncEnumerable<GraphResult> Subscribe(
        CheckedDocument document, GraphRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (prepared, refusal) = Prepare(document, request);
        var (variables, errors) = prepared?.Coerce(request.Variables, Limits.ErrorsMax) ?? (VariableValues.None, []);
        var (tooMuch, cost) = errors.Count > 0 ? default : prepared?.Measure(this, variables) ?? default;
        if (errors.Count > 0) refusal = GraphResult.Refused(Outcome.BadRequest, errors);
        else if (tooMuch is not null) refusal = GraphResult.Refused(Outcome.Invalid, [tooMuch]);
        if (prepared is null || refusal is not null || prepared.Operation.Kind != OperationKind.Subscription)
        {
            yield return refusal ?? await Execute(document, request, cancel);
            yield break;
        }
        OperationTelemetry.Record(prepared.Operation, cost);
        using var opening = new Execution(this, prepared, variables, request.Host, cancel);
        var (source, error) = opening.Open(prepared.PlanFor(variables).Fields[0]);
        if (source is null)
        {
            yield return GraphResult.Refused(Outcome.Executed, [error ?? throw new InvalidOperationException()]);
            yield break;
        }
        await using var occurrences = source.GetAsyncEnumerator(cancel);
        while (true)
        {
            var (more, failure) = await Next(occurrences, opening);
            if (failure is not null) yield return GraphResult.Refused(Outcome.Executed, [failure]);
            if (!more) yield break;
            yield return await Run(prepared, variables, request, new Root(occurrences.Current), cancel);
        }
    }

    // A source may only discover on its first read that it has nothing to give.
    static async ValueTask<(bool More, GraphError? Failure)> Next(
        IAsyncEnumerator<object> occurrences, Execution opening)
    {
        try
        {
            return (await occurrences.MoveNextAsync(), null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return (false, opening.Shown(error));
        }
    }

    /// <summary>The checked document for these bytes, from the cache if it is there.</summary>
    internal CheckedDocument Find(ReadOnlySpan<byte> source)
    {
        if (_cache.Find(source, escaped: false) is { } known) return known;
        return Admit(source, escaped: false, source.ToArray());
    }

    /// <summary>
    /// The cached document that arrived earlier as the inside of this JSON string; null if there is none.
    /// </summary>
    internal CheckedDocument? FindEscaped(ReadOnlySpan<byte> raw) => _cache.Find(raw, escaped: true);

    /// <summary>Checks a document that arrived as the inside of a JSON string.</summary>
    internal CheckedDocument AdmitEscaped(ReadOnlySpan<byte> raw, byte[] source) => Admit(raw, escaped: true, source);

    internal (Prepared? Prepared, GraphResult? Refusal) Prepare(CheckedDocument document, GraphRequest request)
    {
        if (document.Errors.Count > 0) return (null, GraphResult.Refused(document.Outcome, document.Errors));
        if (document.Operation(Schema, request.OperationName) is not { } prepared)
            return (null, GraphResult.Refused(Outcome.BadRequest, [UnknownOperation(request.OperationName)]));
        if (request.ReadOnly && prepared.Operation.Kind == OperationKind.Mutation)
        {
            var error = new GraphError(ErrorCodes.Request, "Mutations may not run here.");
            return (null, GraphResult.Refused(Outcome.NotAllowed, [error]));
        }
        return (prepared, null);
    }

    internal async ValueTask<GraphResult> Run(
        Prepared prepared, VariableValues variables, GraphRequest request, Root root, CancellationToken cancel)
    {
        using var execution = new Execution(this, prepared, variables, request.Host, cancel);
        var output = new JsonOut(Limits.AnswerBytesMax, execution.Held(request.Hold));
        try
        {
            var errors = await execution.Run(output, root);
            return new GraphResult(Outcome.Executed, errors, output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    CheckedDocument Admit(ReadOnlySpan<byte> key, bool escaped, byte[] source)
    {
        var document = CheckedDocument.Check(source, this);
        _cache.Offer(key, escaped, document);
        return document;
    }

    static GraphError NeedsStream { get; } = new(ErrorCodes.Request, "A subscription is answered as a stream.");

    static GraphError UnknownOperation(string? name) => new(ErrorCodes.Operation, name is null
        ? "Must provide operation name if query contains multiple operations."
        : $"Unknown operation named \"{name}\".");
}
