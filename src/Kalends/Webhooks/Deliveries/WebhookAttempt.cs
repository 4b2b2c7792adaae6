using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Deliveries;

/// <summary>Why an attempt failed.</summary>
enum AttemptProblem
{
    /// <summary>The host is unknown or does not answer, or the connection broke.</summary>
    Unreachable,

    /// <summary>The host has no address that webhooks may be sent to.</summary>
    ForbiddenAddress,

    /// <summary>The receiver did not answer in time.</summary>
    TimedOut,

    /// <summary>The receiver answered with another address, which is not followed.</summary>
    Redirected,

    /// <summary>The receiver answered with another status than 2xx.</summary>
    BadStatus,

    /// <summary>The receiver answered 410, which disables the webhook.</summary>
    Gone,

    /// <summary>The secret cannot be decrypted with the configured keys, so nothing was sent.</summary>
    NoSecret,
}

/// <summary>An attempt to deliver an event.</summary>
/// <param name="Id">The id of the attempt.</param>
/// <param name="AttemptedAt">The time of the attempt.</param>
/// <param name="DurationMs">The milliseconds that it took.</param>
/// <param name="Problem">Why it failed; null if it succeeded.</param>
/// <param name="HttpStatus">The status that the receiver answered; null if it answered none.</param>
/// <param name="Answer">The first kilobyte of the receiver's answer.</param>
sealed record WebhookAttempt(
    long Id, Instant AttemptedAt, long DurationMs, AttemptProblem? Problem, int? HttpStatus, string? Answer)
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "id, attempted_at, duration_ms, problem, http_status, answer";

    public static WebhookAttempt Read(Row row) => new(
        row.Long("id"), row.At("attempted_at"), row.Long("duration_ms"), row.WordOrNull<AttemptProblem>("problem"),
        row.IntOrNull("http_status"), row.TextOrNull("answer"));
}
