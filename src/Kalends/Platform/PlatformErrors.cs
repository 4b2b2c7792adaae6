namespace Kalends.Platform;

/// <summary>The refusals that are not specific to a module.</summary>
static class PlatformErrors
{
    /// <summary>How a caller gets a token.</summary>
    public const string SignIn = "POST /v1/auth/token with a username and a password returns an access token; send " +
        "it as Authorization: Bearer <token>.";

    public static readonly Refusal BadRequest =
        new(Reason.Malformed, "bad_request", "The request is not well-formed.");
    public static readonly Refusal NotServed =
        new(Reason.Malformed, "bad_request", "The request could not be served.");
    public static readonly Refusal BadJson =
        new(Reason.Malformed, "malformed_json", "The body is not valid JSON: line {line}, byte {byte}.");
    public static readonly Refusal NameTwice =
        new(Reason.Malformed, "malformed_json", "The body is not valid JSON: an object has the same name twice.");
    public static readonly Refusal BadName =
        new(Reason.Malformed, "malformed_json", "A name in the body is not valid text.");

    public static readonly Refusal TokenMissing =
        new(Reason.Unauthenticated, "token_missing", $"Sign in first. {SignIn}");
    public static readonly Refusal RoleTooNarrow = Refusal.Forbidden("Your role does not allow this.");

    public static readonly Refusal ScopeMissing = new(
        Reason.Forbidden, "scope_missing", "This API key does not have the scope {scope}.",
        new Detail("scope", "string", "The scope that the key needs."));
    public static readonly Refusal SignInNeeded = new(
        Reason.Forbidden, "sign_in_needed", "An API key cannot do this. Sign in with a username and a password.");

    public static readonly Refusal NothingHere = new(Reason.NotFound, "not_found", "There is nothing here.");
    public static readonly Refusal MethodNotAllowed =
        new(Reason.MethodNotAllowed, "method_not_allowed", "This method is not served here.");
    public static readonly Refusal NotAcceptable =
        new(Reason.NotAcceptable, "not_acceptable", "The answer is available only as {types}.");
    public static readonly Refusal PreconditionFailed = new(
        Reason.PreconditionFailed, "precondition_failed",
        "The resource has changed since the version that If-Match names. Read it again.");

    public static readonly Refusal FormNotOurs = new(
        Reason.Forbidden, "form_outdated", "This form is not valid any more. Reload the page and send it again.");
    public static readonly Refusal BodyTooLarge = new(Reason.TooLarge, "body_too_large", "The body is too large.");
    public static readonly Refusal HeadersTooLarge =
        new(Reason.TooLarge, "headers_too_large", "The headers are too large.");
    public static readonly Refusal WrongMediaType =
        new(Reason.UnsupportedMedia, "unsupported_media_type", "The body must be {type} in UTF-8.");
    public static readonly Refusal EncodedBody = new(
        Reason.UnsupportedMedia, "unsupported_content_encoding",
        "The body must not be encoded. Send it without a Content-Encoding.");

    /// <summary>The single faults stand in <c>errors</c>; where there is one, its sentence is the refusal's.</summary>
    public static readonly Refusal InvalidInput = Refusal.Invalid("invalid_input", "Several values are not valid.");
    public static readonly Refusal BadCursor =
        Refusal.Invalid("bad_cursor", "The cursor does not belong to this list.");
    public static readonly Refusal AnswerTooLarge = new(
        Reason.Invalid, "limit_answer", "The answer would have more than {max} bytes. Request fewer rows at once.")
    {
        EndsRequest = true,
    };

    public static readonly Refusal BadIdempotencyKey = Refusal.Invalid(
        "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 printable ASCII characters.");
    public static readonly Refusal IdempotencyKeyReused = Refusal.Invalid(
        "idempotency_key_reused", "This Idempotency-Key was used for another request.");
    public static readonly Refusal StillRunning =
        Refusal.Conflict("idempotency_in_progress", "The same request is still running.");

    public static readonly Refusal RateLimited = Refusal.TooMany("rate_limited", "Too many requests: slow down.");
    public static readonly Refusal TooManyRequests = new(Reason.TooMany, "rate_limited", "Too many requests.");
    public static readonly Refusal TooManyAtOnce = Refusal.TooMany(
        "too_many_at_once", "{waiting} of your expensive requests are already waiting.");
    public static readonly Refusal TooManyStreams =
        new(Reason.TooMany, "too_many_streams", "You have too many streams open.")
        {
            RetryAfter = TimeSpan.FromSeconds(10),
        };

    public static readonly Refusal SlowRequest = Refusal.Busy("timeout", "The request took too long to arrive.");
    public static readonly Refusal Timeout = Refusal.Busy("timeout", "The request took too long.");
    public static readonly Refusal Starting = Refusal.Busy("not_ready", "The server is about to start.");
    public static readonly Refusal NoAnswer =
        Refusal.Busy("not_ready", "The database does not answer or does not accept changes.");
    public static readonly Refusal ReadOnly =
        Refusal.Busy("not_ready", "The database accepts no changes: it is a standby or read-only.");
    public static readonly Refusal OnlyReads =
        Refusal.Busy("read_only", "This server only reads from a copy. Send the request to one that takes changes.");
    public static readonly Refusal Behind =
        Refusal.Busy("replica_behind", "The database of this server does not show your last change yet.");
    public static readonly Refusal BadBookmark = Refusal.Invalid(
        "invalid_bookmark", "The Bookmark is none that was answered to a change.");
    public static readonly Refusal DiskFull =
        Refusal.Busy("not_ready", "The disk of the database is full or nearly full.");
    public static readonly Refusal FilesLost = Refusal.Busy("not_ready", "{fault}");
    public static readonly Refusal Draining = Refusal.Busy("draining", "The server is about to stop.");
    public static readonly Refusal ClockSkew =
        Refusal.Busy("clock_skew", "This clock and the database's are {seconds} s apart.");
    public static readonly Refusal MemoryFull =
        new(Reason.Busy, "memory_full", "Too many large requests run at once.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            EndsRequest = true,
        };
    public static readonly Refusal StorageUnavailable =
        Refusal.Busy("storage_unavailable", "The database does not answer or does not accept the change.");
    public static readonly Refusal Contention =
        Refusal.Busy("contention", "Too many changes of the same thing at once.");
    public static readonly Refusal WriteQueueFull = Refusal.Busy("write_queue_full", "Too many writes are waiting.");
    public static readonly Refusal ShuttingDown = Refusal.Busy("shutting_down", "The server is shutting down.");

    /// <summary>The answer to a change that may or may not have been made.</summary>
    public static readonly Refusal OutcomeUnknown = Refusal.Busy(
        "outcome_unknown",
        "The database was lost during the commit, so the change may have been made. Repeat the request with the same " +
        "Idempotency-Key.");
    public static readonly Refusal StreamsFull = Refusal.Busy("streams_full", "Too many streams are open.");

    public static readonly Refusal OurFault =
        new(Reason.Internal, "internal_error", "Something went wrong on our side.");
}
