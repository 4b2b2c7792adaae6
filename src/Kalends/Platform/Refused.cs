using System.Text.Json.Serialization;

namespace Kalends.Platform;

/// <summary>The reason for a refusal; each transport maps reasons in one place.</summary>
enum Reason
{
    Malformed,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    Conflict,
    Gone,
    PreconditionFailed,
    TooLarge,
    UnsupportedMedia,
    Invalid,
    TooMany,
    Busy,
    Internal,
}

/// <summary>
/// One fault of an input: its place (a JSON pointer, RFC 6901, or a parameter's name), the broken rule, and a sentence.
/// </summary>
sealed record Fault(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code,
    string Message);

/// <summary>
/// The only way to refuse a call: thrown by use cases and values for everything that is not a bug of ours.
/// </summary>
/// <remarks>
/// <c>Code</c> is stable snake_case and the same in REST and GraphQL; <c>Message</c> is safe to show.
/// </remarks>
sealed class Refused(Reason reason, string code, string message) : Exception(message)
{
    public Reason Reason { get; } = reason;

    public string Code { get; } = code;

    /// <summary>The single errors of an input, if several were found at once.</summary>
    public IReadOnlyList<Fault> Errors { get; init; } = [];

    /// <summary>The number of errors that are not described.</summary>
    public int FaultsNotShown { get; init; }

    /// <summary>Further members of the answer, such as <c>alternatives</c> to a taken slot.</summary>
    public IReadOnlyDictionary<string, object> Details { get; init; } = new Dictionary<string, object>();

    /// <summary>Whether the refusal ends the whole request, even if only a part was refused.</summary>
    public bool EndsRequest { get; init; }

    /// <summary>The time after which a repetition may succeed, if known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same refusal with one more member in its answer.</summary>
    public Refused With(string name, object value) => new(Reason, Code, Message)
    {
        Errors = Errors,
        FaultsNotShown = FaultsNotShown,
        EndsRequest = EndsRequest,
        RetryAfter = RetryAfter,
        Details = new Dictionary<string, object>(Details) { [name] = value },
    };

    public static Refused NotFound(string what) => new(Reason.NotFound, "not_found", $"There is no such {what}.");

    public static Refused Forbidden(string message) => new(Reason.Forbidden, "forbidden", message);

    public static Refused Busy(string code, string message) =>
        new(Reason.Busy, code, message) { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>The refusal of a change that may or may not have been made.</summary>
    public static Refused OutcomeUnknown() => Busy("outcome_unknown", "The database went away while it committed; " +
        "the change may have been made. Repeat the request with the same Idempotency-Key.");

    public static Refused StorageUnavailable() =>
        Busy("storage_unavailable", "The database does not answer, or does not take the change.");

    public static Refused NotReady(string message) => Busy("not_ready", message);

    public static Refused Invalid(string pointer, string code, string message) =>
        Invalid([new Fault(pointer, null, code, message)]);

    public static Refused Invalid(IReadOnlyList<Fault> errors, int notShown = 0) =>
        new(Reason.Invalid, "invalid_input", errors.Count == 1 ? errors[0].Message : "Several values are not valid.")
        {
            Errors = errors,
            FaultsNotShown = notShown,
        };
}
