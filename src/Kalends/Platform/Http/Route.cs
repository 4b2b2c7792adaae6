using System.Reflection;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Http;

/// <summary>One route: its address, its access, its input and its output.</summary>
abstract record Route(
    string Method, string Template, string Operation, string Tag, Access Access, Reading Reading, int Status,
    InputSchema Input, Type Output, string? Summary)
{
    // The set is computed once for each route, since every request needs it.
    readonly HashSet<string> _inPath = Input.Members.Select(member => member.Name)
        .Where(name => Template.Contains($"{{{name}}}", StringComparison.Ordinal)).ToHashSet();

    /// <summary>
    /// Members named in the template are read from the path; the others from headers, the body, or the query of a GET
    /// or DELETE.
    /// </summary>
    public bool IsInPath(Member member) => _inPath.Contains(member.Name);

    /// <summary>Whether a member is read only from headers.</summary>
    public bool IsInHeader(Member member) => member.Value.Header is { } header && (TakesBody || header.Alone);

    public bool IsInBody(Member member) =>
        TakesBody && !member.Value.InQuery && !IsInPath(member) && !IsInHeader(member);

    public bool IsInQuery(Member member) =>
        !IsInPath(member) && !IsInHeader(member) && (TakesEither || !IsInBody(member));

    /// <summary>Whether members of the body may also be in the query string.</summary>
    public bool TakesEither { get; } = Input.Record.IsDefined(typeof(BodyOrQueryAttribute), inherit: false);

    public bool TakesBody => Method is "POST" or "PUT" or "PATCH";

    /// <summary>
    /// Whether a request without a body is refused; a PUT without one would replace all with nothing.
    /// </summary>
    public bool NeedsBody => TakesBody && !TakesEither
        && Input.Members.Any(member => IsInBody(member) && (member.Required || Method == "PUT"));

    public bool HasBody => TakesBody && Input.Members.Any(IsInBody);

    /// <summary>The member that is the whole body; null if the body's members are members of the input.</summary>
    public Member? Whole { get; } = Input.Members.FirstOrDefault(member => member.Value.Patched is not null);

    /// <summary>The media type of the body.</summary>
    public string MediaType => Whole is null ? "application/json" : "application/merge-patch+json";

    /// <summary>
    /// Whether the route takes an Idempotency-Key, which tells a repetition from a second request: every POST by which
    /// a user changes something.
    /// </summary>
    public bool TakesIdempotencyKey => _mayRepeat && !OnlyReads;

    readonly bool _mayRepeat = Method == "POST" && Idempotency.FitsTo(Access, Input.Record, Output);

    /// <summary>Whether the answer has a tag for the state that it shows; a deleted resource has none.</summary>
    public bool IsTagged { get; } = Method != "DELETE" && Output.IsAssignableTo(typeof(ITagged));

    /// <summary>Whether the answer has a secret member, such as a token.</summary>
    public bool HoldsSecret { get; } = Secrets.AreIn(Output);

    /// <summary>Whether a caller who already has that state gets a 304 instead of the answer.</summary>
    public bool IsConditional => IsTagged && Method == "GET";

    /// <summary>
    /// Whether the route makes the database work hard: a caller runs only a few such requests at a time.
    /// </summary>
    public bool IsHeavy { get; init; }

    /// <summary>
    /// Whether its answers may show the database as it was a moment ago, all of them or those to some inputs.
    /// </summary>
    public virtual bool ToleratesLag => false;

    /// <summary>Whether the route changes anything.</summary>
    public bool Changes => Method != "GET" && !OnlyReads;

    /// <summary>Whether this is a POST that changes nothing: a query too long for a query string.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>The module that serves it.</summary>
    public required string Module { get; init; }

    /// <summary>The scope that an API key needs.</summary>
    public KeyScope Scope => field ??= new(Module, Changes);

    /// <summary>Whether it answers with a stream, which a ticket can open.</summary>
    public bool IsStream => Output == typeof(EventStream);

    /// <summary>The OpenAPI document that describes it.</summary>
    public ApiDocument Document { get; init; } = ApiDocument.Canonical;

    /// <summary>The description of its tag.</summary>
    public string? About { get; init; }

    /// <summary>Whether it is a probe for load balancers.</summary>
    public bool IsProbe { get; init; }

    /// <summary>The use case that it runs.</summary>
    public abstract MethodInfo UseCase { get; init; }

    public abstract Task Handle(HttpContext http);

    /// <summary>The call of a request.</summary>
    protected static Call CallOf(
        HttpContext http, Caller caller, RowScope scope, Idempotency? key, bool toleratesLag = false) => new(
        http.RequestServices.GetRequiredService<Db>(),
        http.RequestServices.GetRequiredService<TimeProvider>(),
        http.RequestServices.GetRequiredService<Settings>(),
        http.RequestServices.GetRequiredService<Hooks>())
        {
            Caller = caller,
            Scope = scope,
            Address = http.Connection.RemoteIpAddress,
            Cancel = http.RequestAborted,
            Allowance = http.Features.Get<Allowance>(),
            Trail = http.Trail(),
            ToleratesLag = toleratesLag,
            Idempotency = key,
        };
}

/// <summary>One route to a use case.</summary>
sealed record Route<TIn, TOut>(
    string Method, string Template, MethodInfo UseCase, string Tag, Access Access, Reading Reading, int Status,
    Func<TIn, Call, Task<Answer<TOut>>> Run)
    : Route(Method, Template, Routes.NameOf(UseCase), Tag, Access, Reading, Status, InputSchema.Of(typeof(TIn)),
        typeof(TOut), Routes.SummaryOf(UseCase))
    where TIn : class
{
    /// <summary>Which inputs tolerate lag; null if none does.</summary>
    public Func<TIn, bool>? MayLag { get; init; }

    public override bool ToleratesLag => MayLag is not null;

    public override async Task Handle(HttpContext http)
    {
        var scope = Callers.Require(http, Access, Scope);
        var caller = Callers.Of(http);
        using var allowance = http.Allow();
        var input = (TIn)await RequestInput.Read(http, this);
        if (ToleratesLag)
            http.Request.RefuseBadBookmark();
        var call = CallOf(http, caller, scope, KeyOf(http, caller, input), MayLag?.Invoke(input) is true);

        using var turn = IsHeavy ? await http.RequestServices.GetRequiredService<HeavyWork>().Enter(http) : null;
        var (answer, isReplay) = await Run(input, call);
        http.TellBookmark();
        if (isReplay)
            http.Response.Headers["Idempotent-Replayed"] = "true";
        if (answer is IJsonBody { Caching: { } caching })
            http.Response.Headers.CacheControl = caching;
        if (IsTagged)
            http.Response.Headers.ETag = ((ITagged)answer!).Tag.ToString();
        if (IsConditional && ((ITagged)answer!).Tag.IsIn(http.Request.Headers.IfNoneMatch.ToString()))
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await Write(http, answer);
    }

    Idempotency? KeyOf(HttpContext http, Caller caller, TIn input) =>
        TakesIdempotencyKey && http.Request.Headers.TryGetValue("Idempotency-Key", out var key)
            ? Idempotency.Of(caller, Operation, key.ToString(), input)
            : null;

    Task Write(HttpContext http, TOut answer)
    {
        http.Response.StatusCode = Status;
        if (answer is Nothing)
            return Task.CompletedTask;
        if (answer is ILinked { Next: { } next })
            http.Response.Headers.Link = $"<{http.Request.PathBase}{http.Request.Path}?cursor={next}>; rel=\"next\"";
        if (answer is IJsonBody body)
            return body.WriteTo(http);
        if (answer is EventStream stream)
            return http.RequestServices.GetRequiredService<Streams>().Write(
                http, stream.Frames, opened: Task.CompletedTask);

        return WriteJson(http, answer);
    }

    async Task WriteJson(HttpContext http, TOut answer)
    {
        // The change is already made, so it is answered in any case.
        using var buffer = Changes ? new AnswerBuffer(long.MaxValue, null) : http.Buffer();
        using (var json = new Utf8JsonWriter(buffer, Written))
            JsonSerializer.Serialize(json, answer, Json.Options);
        http.Response.ContentType = "application/json";
        await buffer.Send(http);
    }

    static readonly JsonWriterOptions Written = new() { Encoder = Json.Options.Encoder, SkipValidation = true };
}

/// <summary>An answer that writes itself, for pages with thousands of rows.</summary>
interface IJsonBody
{
    /// <summary>The Cache-Control of the answer, and of a 304 in its place; null if nobody may keep it.</summary>
    string? Caching => null;

    Task WriteTo(HttpContext http);
}

/// <summary>A page whose body has no room for the link to the next page: the Link header has it (RFC 8288).</summary>
interface ILinked
{
    /// <summary>The cursor of the next page; null on the last.</summary>
    string? Next { get; }
}
