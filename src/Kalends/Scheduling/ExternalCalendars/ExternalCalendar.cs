using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>A calendar elsewhere whose events close the time of a provider, and how fetching it went.</summary>
/// <param name="Id">The id of the external calendar.</param>
/// <param name="ProviderId">The provider whose time its events close.</param>
/// <param name="Name">The name that its keeper gave it.</param>
/// <param name="Host">The host that it is fetched from; its address is shown to nobody.</param>
/// <param name="CreatedAt">The time when it was added.</param>
/// <param name="AttemptedAt">The time of the last attempt to fetch it.</param>
/// <param name="SucceededAt">The time of the last attempt that succeeded: the age of the copy that counts.</param>
/// <param name="NextAttemptAt">The time of the next attempt.</param>
/// <param name="FailingSince">The time of the first attempt that failed since then; null if none did.</param>
/// <param name="Problem">Why the last attempt failed; the last good copy counts until one succeeds.</param>
/// <param name="HttpStatus">The status that the source answered when the last attempt failed.</param>
/// <param name="BusyCount">The number of stretches that it closes in the next 366 days.</param>
sealed record ExternalCalendar(
    long Id, long ProviderId, string Name, string Host, Instant CreatedAt, Instant? AttemptedAt, Instant? SucceededAt,
    Instant NextAttemptAt, Instant? FailingSince, FetchProblem? Problem, int? HttpStatus, int BusyCount)
{
    /// <summary>The most external calendars of a provider.</summary>
    public const int Max = 10;

    /// <summary>The event about this calendar, without its address and its name.</summary>
    public DomainEvent Event(string verb) => new(
        "scheduling", $"external_calendar.{verb}", $"provider/{ProviderId}",
        new Facts(Id, ProviderId, SucceededAt, FailingSince, Problem, BusyCount))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(
        long Id, long ProviderId, Instant? SucceededAt, Instant? FailingSince, FetchProblem? Problem, int BusyCount);

    public const string Columns =
        "id, provider_id, name, url, created_at, attempted_at, succeeded_at, next_attempt_at, failing_since, " +
        "problem, http_status, busy_count";

    public static ExternalCalendar Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.Text("name"), new Uri(row.Text("url")).Host, row.At("created_at"),
        row.AtOrNull("attempted_at"), row.AtOrNull("succeeded_at"), row.At("next_attempt_at"),
        row.AtOrNull("failing_since"), row.WordOrNull<FetchProblem>("problem"), row.IntOrNull("http_status"),
        row.Int("busy_count"));
}
