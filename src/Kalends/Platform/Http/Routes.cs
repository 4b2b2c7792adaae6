using System.Reflection;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.Http;

/// <summary>
/// Builds a module's map: one line for each route, with its access, its use case, its input and its output.
/// </summary>
/// <param name="endpoints">The builder that gets the routes.</param>
/// <param name="module">The name of the module.</param>
/// <param name="tag">The tag of the routes in OpenAPI.</param>
/// <param name="about">The description of the tag.</param>
/// <param name="prefix">The beginning of their paths.</param>
/// <param name="reading">The rules by which they read requests.</param>
/// <param name="document">The OpenAPI document that describes them.</param>
/// <remarks>
/// A route whose answers may be a moment old says for which inputs (<c>mayLag</c>); replicas serve these. No list of
/// slots may be, and nothing with an ETag.
/// </remarks>
sealed class Routes(
    IEndpointRouteBuilder endpoints, string module, string tag, string? about, string prefix, Reading reading,
    ApiDocument document)
{
    const int Ok = StatusCodes.Status200OK;

    /// <summary>The routes of a module, described by the summary of its map.</summary>
    public static Routes Canonical(IEndpointRouteBuilder endpoints, string tag, Type map) =>
        new(
            endpoints, tag.ToLowerInvariant(), tag, Docs.Of(map), "/v1", Reading.Strict, ApiDocument.Canonical);

    public void Get<TIn, TOut>(string template, Func<TIn, Call, Task<TOut>> run, Access access)
        where TIn : class => Map("GET", template, Fresh(run), run.Method, access, Ok);

    /// <summary>A GET that answers one page of a list.</summary>
    public void List<TIn, TRow>(
        string template, Func<TIn, PageRequest, Call, Task<Page<TRow>>> run, Access access)
        where TIn : class => Map<Listing<TIn>, Page<TRow>>(
            "GET", template, async (asked, call) => await run(asked.Input, asked.Page, call), run.Method, access, Ok);

    /// <summary>The input of a list: which rows, and which page of them.</summary>
    sealed record Listing<TIn>([Spread] TIn Input, [Spread] PageRequest Page);

    /// <summary>A probe for load balancers, which is never rate limited.</summary>
    public void Probe<TOut>(string template, Func<NoInput, Call, Task<TOut>> run) =>
        Map("GET", template, Fresh(run), run.Method, Access.Anyone, Ok, isProbe: true);

    /// <summary>A POST that creates something and answers 201.</summary>
    public void Create<TIn, TOut>(string template, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class => Map("POST", template, run, run.Method, access, StatusCodes.Status201Created);

    /// <summary>A POST that performs an action and answers 200.</summary>
    public void Act<TIn, TOut>(string template, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class => Map("POST", template, run, run.Method, access, Ok);

    /// <summary>A GET over a large part of the database.</summary>
    public void GetAtLength<TIn, TOut>(
        string template, Func<TIn, Call, Task<TOut>> run, Access access, Func<TIn, bool>? mayLag = null)
        where TIn : class => Map(
            "GET", template, Fresh(run), run.Method, access, Ok, takesLong: true, isHeavy: true, mayLag: mayLag);

    /// <summary>A GET that makes the database work hard.</summary>
    public void Search<TIn, TOut>(
        string template, Func<TIn, Call, Task<TOut>> run, Access access, Func<TIn, bool>? mayLag = null)
        where TIn : class => Map("GET", template, Fresh(run), run.Method, access, Ok, isHeavy: true, mayLag: mayLag);

    /// <summary>A query as a POST, because it may be too long for a query string.</summary>
    public void Ask<TIn, TOut>(
        string template, Func<TIn, Call, Task<TOut>> run, Access access, bool isHeavy = true,
        Func<TIn, bool>? mayLag = null)
        where TIn : class => Map(
            "POST", template, Fresh(run), run.Method, access, Ok, onlyReads: true, isHeavy: isHeavy, mayLag: mayLag);

    /// <summary>A query over a large part of the database, as a POST.</summary>
    public void AskAtLength<TIn, TOut>(
        string template, Func<TIn, Call, Task<TOut>> run, Access access, Func<TIn, bool>? mayLag = null)
        where TIn : class => Map(
            "POST", template, Fresh(run), run.Method, access, Ok, takesLong: true, onlyReads: true, isHeavy: true,
            mayLag: mayLag);

    public void Put<TIn, TOut>(string template, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class => Map("PUT", template, run, run.Method, access, Ok);

    /// <summary>A merge patch (RFC 7396): the input has a <see cref="MergePatch{T}"/> as its body.</summary>
    public void Patch<TIn, TOut>(string template, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class => Map("PATCH", template, run, run.Method, access, Ok);

    public void Delete<TIn, TOut>(string template, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class => Map("DELETE", template, run, run.Method, access, Ok);

    // What is read is never a replay.
    static Func<TIn, Call, Task<Answer<TOut>>> Fresh<TIn, TOut>(Func<TIn, Call, Task<TOut>> read) =>
        async (input, call) => await read(input, call);

    void Map<TIn, TOut>(
        string method, string template, Func<TIn, Call, Task<Answer<TOut>>> run, MethodInfo useCase, Access access,
        int status, bool takesLong = false, bool onlyReads = false, bool isProbe = false, bool isHeavy = false,
        Func<TIn, bool>? mayLag = null)
        where TIn : class
    {
        var code = typeof(TOut) == typeof(Nothing) ? StatusCodes.Status204NoContent : status;
        var route = new Route<TIn, TOut>(
            method, prefix + template, useCase, tag, access, reading, code, UseCaseSpans.Around(NameOf(useCase), run))
        {
            Module = module,
            Document = document,
            About = about,
            OnlyReads = onlyReads,
            IsHeavy = isHeavy,
            MayLag = mayLag,
            IsProbe = isProbe,
        };
        string[] methods = method == "GET" ? ["GET", "HEAD"] : [method];
        var endpoint = endpoints.MapMethods(route.Template, methods, route.Handle).WithMetadata(route);
        if (takesLong)
            endpoint.WithRequestTimeout(TimeLimits.Long);
        if (isProbe)
            endpoint.DisableRateLimiting();
        if (route.IsStream)
            endpoint.WithMetadata(StreamTicket.Taken);
    }

    /// <summary>
    /// The operation's name: that of the use case's file, or that of the function that translates an original route.
    /// </summary>
    public static string NameOf(MethodInfo run)
    {
        var name = run.Name == "Run" ? run.DeclaringType!.Name : run.DeclaringType!.Name + run.Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>
    /// The operation's summary: that of the use case's type, or of the function that translates an original route.
    /// </summary>
    public static string? SummaryOf(MethodInfo run) => run.Name == "Run"
        ? Docs.Of(run.DeclaringType!)
        : Docs.OfMethod(run.DeclaringType!, run.Name);
}
