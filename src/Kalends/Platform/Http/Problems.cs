using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kalends.Platform.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Kalends.Platform.Http;

/// <summary>Shows failures to people who look at pages.</summary>
interface IProblemPage
{
    /// <summary>Whether a request comes from somebody who looks at pages.</summary>
    bool IsFor(HttpContext http);

    /// <summary>Writes the body, and the headers that belong to it.</summary>
    Task Show(HttpContext http, Refused refused);
}

/// <summary>
/// Answers every failure of a program's request in one format: RFC 9457 problem details with a stable code.
/// </summary>
sealed partial class Problems(
    ILogger<Problems> log, ErrorReports? reports = null, IProblemPage? page = null)
    : IExceptionHandler, IProblemDetailsWriter
{
    public static void Add(IServiceCollection services) => services
        .AddExceptionHandler<Problems>()
        .AddSingleton<IProblemDetailsWriter, Problems>()
        .AddProblemDetails();

    /// <summary>Answers an exception.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception wrong, CancellationToken cancel)
    {
        await Write(http, Of(http, wrong));
        return true;
    }

    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <summary>Gives a bare status code, such as the router's 404, a body, unless the client has gone away.</summary>
    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        context.HttpContext.RequestAborted.IsCancellationRequested
            ? ValueTask.CompletedTask
            : new(Write(context.HttpContext, OfStatus(context.HttpContext.Response.StatusCode)));

    Refused Of(HttpContext http, Exception wrong)
    {
        if (wrong is Refused refused)
            return refused;
        if (wrong is BadHttpRequestException bad)
            return OfStatus(bad.StatusCode);

        LogUnhandled(wrong, TraceIdOf(http));
        Report(reports, http, wrong);
        return PlatformErrors.OurFault.Refused();
    }

    /// <summary>
    /// Reports an error of a request if error reports are configured, unless the client has gone away.
    /// </summary>
    public static void Report(ErrorReports? reports, HttpContext http, Exception wrong)
    {
        if (wrong is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
            reports?.Add(
                wrong, $"{http.Request.Method} {RequestLog.RouteOf(http)}", Callers.Of(http).UserId, TraceIdOf(http));
    }

    static Refused OfStatus(int status) => status switch
    {
        400 => PlatformErrors.BadRequest.Refused(),
        404 => PlatformErrors.NothingHere.Refused(),
        405 => PlatformErrors.MethodNotAllowed.Refused(),
        408 => PlatformErrors.SlowRequest.Refused(),
        413 => PlatformErrors.BodyTooLarge.Refused(),
        415 => PlatformErrors.WrongMediaType.Refused("application/json"),
        429 => PlatformErrors.TooManyRequests.Refused(),
        431 => PlatformErrors.HeadersTooLarge.Refused(),
        _ => PlatformErrors.NotServed.Refused(),
    };

    /// <summary>Maps each reason to a status code, in one place.</summary>
    public static int StatusOf(Reason reason) => reason switch
    {
        Reason.Malformed => 400,
        Reason.Unauthenticated => 401,
        Reason.Forbidden => 403,
        Reason.NotFound => 404,
        Reason.MethodNotAllowed => 405,
        Reason.NotAcceptable => 406,
        Reason.Conflict => 409,
        Reason.Gone => 410,
        Reason.PreconditionFailed => 412,
        Reason.TooLarge => 413,
        Reason.UnsupportedMedia => 415,
        Reason.Invalid => 422,
        Reason.TooMany => 429,
        Reason.Busy => 503,
        Reason.Internal => 500,
    };

    /// <summary>Sets the status of a refusal, and the time after which a repetition may succeed.</summary>
    public static void SetStatus(HttpResponse response, Refused refused)
    {
        response.StatusCode = StatusOf(refused.Reason);
        if (refused.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    async Task Write(HttpContext http, Refused refused)
    {
        var response = http.Response;
        SetStatus(response, refused);
        if (page?.IsFor(http) is true)
            await page.Show(http, refused);
        else
            await WriteJson(response, refused, TraceIdOf(http));
    }

    static async Task WriteJson(HttpResponse response, Refused refused, string traceId)
    {
        var status = response.StatusCode;
        response.ContentType = "application/problem+json";
        if (refused.Reason == Reason.Unauthenticated)
            response.Headers.WWWAuthenticate = refused.Is(PlatformErrors.TokenMissing)
                ? "Bearer realm=\"kalends\""
                : "Bearer realm=\"kalends\", error=\"invalid_token\"";

        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Problem(
                "about:blank", ReasonPhrases.GetReasonPhrase(status), status, refused.Message, refused.Code,
                refused.Errors.Count > 0 ? refused.Errors : null,
                refused.FaultsNotShown > 0 ? refused.FaultsNotShown : null, traceId)
            {
                Details = refused.Details.ToDictionary(
                    detail => detail.Key, detail => JsonSerializer.SerializeToElement(detail.Value, Json.Options)),
            },
            Written);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>The trace id of W3C Trace Context, which a user quotes and an operator finds in the log.</summary>
    public static string TraceIdOf(HttpContext http) =>
        Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    static readonly JsonSerializerOptions Written = new(Json.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "An unhandled error; trace {TraceId}.")]
    partial void LogUnhandled(Exception wrong, string traceId);
}

/// <summary>The one shape of everything that goes wrong (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: the code tells problems apart.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The problem in a sentence that may be shown to a user.</param>
/// <param name="Code">Stable snake_case name of the problem, the same over REST and GraphQL.</param>
/// <param name="Errors">The single errors of an input, the first 50 of them.</param>
/// <param name="ErrorsNotShown">How many more errors there are.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<Fault>? Errors,
    int? ErrorsNotShown, string TraceId)
{
    /// <summary>Further members that a code adds, such as <c>alternatives</c> for a taken slot.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Details { get; init; } = [];
}
