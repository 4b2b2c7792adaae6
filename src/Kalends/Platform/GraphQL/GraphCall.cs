using System.Text.Json;
using Kalends.GraphQL;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.GraphQL;

/// <summary>
/// A GraphQL request as its fields see it: one caller, and for each field a call under that field's access.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="allowance">The amount that its fields together may read.</param>
sealed class GraphCall(HttpContext http, Allowance allowance)
{
    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a subscription knows its starting position.</summary>
    public Task Opened => _opened.Task;

    public void Open() => _opened.TrySetResult();

    public Caller Caller => Callers.Of(http);

    /// <summary>Notes that the answer holds a secret.</summary>
    public void HoldSecret() => http.Features.Set(HeldSecret.Mark);

    /// <summary>Waits for the caller's turn to run an expensive request.</summary>
    public ValueTask<IDisposable?> Enter(HeavyWork heavy) => heavy.Enter(http);

    /// <summary>The call of a field, whose access was checked before.</summary>
    public Call Call(Access access, CancellationToken cancel, Idempotency? idempotency = null) => new(
        http.RequestServices.GetRequiredService<Db>(),
        http.RequestServices.GetRequiredService<TimeProvider>(),
        http.RequestServices.GetRequiredService<Settings>(),
        http.RequestServices.GetRequiredService<Hooks>())
    {
        Caller = Caller,
        Scope = access.Of(Caller),
        Address = http.Connection.RemoteIpAddress,
        Cancel = cancel,
        Allowance = allowance,
        Trail = http.Trail(),
        Idempotency = idempotency,
    };

    /// <summary>The reason why a field's access refuses this caller, or null.</summary>
    public GraphError? Refusal(FieldAccess required)
    {
        try
        {
            Callers.Require(http, required.Access, required.OfKeys);
            return null;
        }
        catch (Refused refused)
        {
            return Explained(refused);
        }
    }

    public string TraceId => Problems.TraceIdOf(http);

    public void Report(Exception wrong, ErrorReports? to) => Problems.Report(to, http, wrong);

    /// <summary>
    /// Maps a refusal to a GraphQL error, in one place for all fields: the same code as over REST, with all its
    /// details, and members have the names of the schema.
    /// </summary>
    public static GraphError Explained(Refused refused)
    {
        var more = refused.Details.ToDictionary(detail => detail.Key, object (detail) => Json(detail.Value));
        if (refused.Errors.Count > 0)
            more["errors"] = Json(refused.Errors.Select(SchemaNames.In));
        if (refused.FaultsNotShown > 0)
            more["errors_not_shown"] = (long)refused.FaultsNotShown;
        if (refused.RetryAfter is { } wait)
            more["retry_after"] = (long)Math.Ceiling(wait.TotalSeconds);
        return new GraphError(refused.Code, SchemaNames.In(refused.Message))
        {
            Extensions = more,
            EndsRequest = refused.EndsRequest,
        };
    }

    static JsonElement Json(object value) =>
        JsonSerializer.SerializeToElement(value, Platform.Json.Options);
}
