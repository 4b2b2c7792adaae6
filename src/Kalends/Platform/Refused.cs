using System.Diagnostics;
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
/// <param name="why">The entry of the catalogue.</param>
/// <param name="message">The sentence of the entry with its placeholders filled.</param>
sealed class Refused(Refusal why, string message) : Exception(message)
{
    public Reason Reason => why.Reason;

    public string Code => why.Code;

    public bool EndsRequest => why.EndsRequest;

    /// <summary>The time after which a repetition may succeed, if known.</summary>
    public TimeSpan? RetryAfter { get; init; } = why.RetryAfter;

    /// <summary>The single errors of an input, if several were found at once.</summary>
    public IReadOnlyList<Fault> Errors { get; init; } = [];

    /// <summary>The number of errors that are not described.</summary>
    public int FaultsNotShown { get; init; }

    /// <summary>Further members of the answer, such as <c>alternatives</c> to a taken slot.</summary>
    public IReadOnlyDictionary<string, object> Details { get; private init; } = new Dictionary<string, object>();

    /// <summary>Whether it has the code of one of these.</summary>
    public bool Is(params ReadOnlySpan<Refusal> refusals)
    {
        foreach (var refusal in refusals)
            if (refusal.Code == Code)
                return true;
        return false;
    }

    /// <summary>The same refusal with one more member in its answer.</summary>
    public Refused With(string name, object value)
    {
        Debug.Assert(why.Details.Any(detail => detail.Name == name), $"{Code} does not declare {name}.");
        return Copy(RetryAfter, Errors, new Dictionary<string, object>(Details) { [name] = value });
    }

    /// <summary>The same refusal with single errors of an input.</summary>
    public Refused Of(params IReadOnlyList<Fault> errors) => Copy(RetryAfter, errors, Details);

    /// <summary>The same refusal with the time after which a repetition may succeed.</summary>
    public Refused Until(TimeSpan? retryAfter) => Copy(retryAfter, Errors, Details);

    Refused Copy(
        TimeSpan? retryAfter, IReadOnlyList<Fault> errors, IReadOnlyDictionary<string, object> details) =>
        new(why, Message)
        {
            RetryAfter = retryAfter,
            Errors = errors,
            FaultsNotShown = FaultsNotShown,
            Details = details,
        };

    public static Refused Invalid(string pointer, string code, string message) =>
        Invalid([new Fault(pointer, null, code, message)]);

    public static Refused InvalidParameter(string parameter, string code, string message) =>
        Invalid([new Fault(null, parameter, code, message)]);

    public static Refused Invalid(IReadOnlyList<Fault> errors, int notShown = 0) =>
        new(PlatformErrors.InvalidInput, errors.Count == 1 ? errors[0].Message : PlatformErrors.InvalidInput.Sentence)
        {
            Errors = errors,
            FaultsNotShown = notShown,
        };
}
