using System.Net;
using System.Net.Http.Headers;
using Kalends.Webhooks.Deliveries;

namespace Kalends.Webhooks.Sending;

/// <summary>What follows an attempt that failed.</summary>
enum Verdict
{
    /// <summary>It is attempted again.</summary>
    Retry,

    /// <summary>The delivery is given up, and its subject goes on without it.</summary>
    GiveUp,

    /// <summary>The webhook is paused, since nothing else succeeded either.</summary>
    Pause,

    /// <summary>The webhook is disabled, since its receiver says that it is gone.</summary>
    Gone,
}

/// <summary>When failed deliveries are attempted again: eleven attempts within three days.</summary>
static class Retries
{
    static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(18), TimeSpan.FromHours(22),
    ];

    /// <summary>A time ahead of every attempt: what lies beyond it was written by a clock that was ahead.</summary>
    public static readonly TimeSpan Far = TimeSpan.FromDays(2);

    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <param name="problem">Why the attempt failed.</param>
    /// <param name="failures">The attempts that have failed in a row, this one included.</param>
    /// <param name="failingSince">The time of the first of them.</param>
    /// <param name="succeededAt">The time of the last success of the webhook.</param>
    public static Verdict After(
        AttemptProblem problem, long failures, Instant failingSince, Instant? succeededAt) =>
        problem == AttemptProblem.Gone ? Verdict.Gone
        : failures <= Pauses.Length ? Verdict.Retry
        : succeededAt > failingSince ? Verdict.GiveUp
        : Verdict.Pause;

    /// <summary>
    /// The pause before the next attempt. It differs by up to a tenth between deliveries, so that those that failed
    /// together are not attempted together.
    /// </summary>
    public static TimeSpan Pause(long failures, long deliveryId)
    {
        var spread = Mixed(deliveryId * 31 + failures) % 201 / 1000.0;
        return Pauses[Math.Clamp(failures - 1, 0, Pauses.Length - 1)] * (0.9 + spread);
    }

    /// <summary>
    /// For how long a receiver that has too much to do asks to be sent nothing (RFC 9110, <c>Retry-After</c>), at most
    /// a day; null if it does not ask.
    /// </summary>
    public static TimeSpan? Wait(HttpStatusCode status, RetryConditionHeaderValue? asked, Instant now)
    {
        if (status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            return null;
        var wait = asked?.Delta ?? asked?.Date - now.ToDateTimeOffset();
        return wait <= TimeSpan.Zero ? null : wait > LongestWait ? LongestWait : wait;
    }

    // Neighbouring numbers get pauses that differ.
    static uint Mixed(long number) => unchecked((uint)((ulong)number * 11400714819323198485UL >> 32));
}
