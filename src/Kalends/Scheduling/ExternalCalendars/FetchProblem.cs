namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>Why an external calendar could not be fetched.</summary>
enum FetchProblem
{
    /// <summary>The host is unknown or does not answer, or the connection broke.</summary>
    Unreachable,

    /// <summary>The host has no public address.</summary>
    ForbiddenAddress,

    /// <summary>The calendar did not arrive in time.</summary>
    TimedOut,

    /// <summary>The source led to another host, or too often to another address.</summary>
    Redirected,

    /// <summary>The source answered with another status than 200.</summary>
    BadStatus,

    /// <summary>The calendar is larger than is read.</summary>
    TooLarge,

    /// <summary>The answer is no iCalendar (RFC 5545), or has an event that cannot be read.</summary>
    NotACalendar,

    /// <summary>
    /// The calendar has too many events, repetitions that take too long to expand, or an occurrence that changes all
    /// later ones too (RANGE).
    /// </summary>
    TooComplex,

    /// <summary>An event is in a time zone that is not known.</summary>
    UnknownTimeZone,
}

/// <summary>Ends an attempt to fetch a calendar; the attempt catches it and records why.</summary>
/// <param name="problem">Why the attempt failed.</param>
/// <param name="status">The status that the source answered, if it answered.</param>
sealed class FetchFailed(FetchProblem problem, int? status = null) : Exception
{
    public FetchProblem Problem => problem;

    public int? Status => status;
}
