using Kalends.Platform.Calls;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>An attempt to fetch an external calendar, which one process makes at a time.</summary>
/// <param name="Calendar">The calendar before the attempt.</param>
/// <param name="Url">Its address.</param>
/// <param name="Known">The tags of the copy that was read last; none if the calendar must be read in full.</param>
/// <param name="Failures">The attempts that have failed since the last success.</param>
/// <param name="TimeZone">The time zone of the provider.</param>
/// <param name="Installation">The name of this installation.</param>
sealed record Attempt(
    ExternalCalendar Calendar, Uri Url, CopyTags Known, int Failures, string TimeZone, string Installation);

/// <summary>The stored external calendars, their attempts and their busy times.</summary>
static class ExternalCalendarStore
{
    // A process that dies leaves its calendars to the next one after this time, which is longer than an attempt.
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    // An unchanged calendar is read in full once a day, because the window moves on and zones change.
    static readonly TimeSpan FullEvery = TimeSpan.FromDays(1);

    /// <summary>The longest pause between two attempts.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromHours(12);

    /// <summary>A calendar of a provider whose calendar the caller keeps, or a refusal.</summary>
    public static async Task<ExternalCalendar> Find(Session session, Call call, long providerId, long id)
    {
        await Provider.CheckAuthority(session, call, providerId);
        return await session.One(FindOne, ExternalCalendar.Read, ("id", id), ("provider", providerId))
            ?? throw SchedulingErrors.NoSuchExternalCalendar.Refused();
    }

    /// <summary>Takes a calendar whose turn has come; null if there is none.</summary>
    public static async Task<Attempt?> Take(Call call)
    {
        (string, object?)[] due = [("now", call.Now), ("far", call.Now + PauseMax + Lease)];
        // A change takes its turn among the other writers even if it finds nothing to do.
        if (await call.Read(async session => await session.Number(AnyDue, due)) is null)
            return null;
        return await call.Write(async session =>
        {
            if (await session.Number(Claim, [.. due, ("until", call.Now + Lease)]) is not { } id)
                return new Taken(null);
            return new Taken(await session.One(FindClaimed, row => Read(row, call.Now), ("id", id)));
        }) is { Value.Attempt: var attempt } ? attempt : null;
    }

    sealed record Taken(Attempt? Attempt);

    static Attempt Read(Row row, Instant now) => new(
        ExternalCalendar.Read(row), new Uri(row.Text("url")),
        row.AtOrNull("read_at") is { } readAt && readAt <= now && now < readAt + FullEvery
            ? new CopyTags(row.TextOrNull("etag"), row.TextOrNull("last_modified"))
            : CopyTags.None,
        row.Int("failures"), row.Text("time_zone"), row.Text("installation"));

    /// <summary>
    /// Locks the calendar of an attempt for the rest of the transaction; false if it was removed, or another process
    /// has taken it since.
    /// </summary>
    public static async Task<bool> Hold(Session session, Call call, Attempt attempt) =>
        await session.Number(HoldTaken, ("id", attempt.Calendar.Id), ("now", call.Now)) is not null;

    /// <summary>Stores that an attempt succeeded; the caller holds it.</summary>
    public static async Task<ExternalCalendar> Succeed(
        Session session, Call call, Attempt attempt, Fetched fetched, int busyCount, Instant next) =>
        (await session.One(MarkSucceeded, ExternalCalendar.Read,
            ("id", attempt.Calendar.Id), ("now", call.Now), ("next", next), ("etag", fetched.Tags.ETag),
            ("modified", fetched.Tags.LastModified), ("full", fetched.Text is not null), ("busy", (long)busyCount)))!;

    /// <summary>Stores that an attempt failed; the caller holds it.</summary>
    public static async Task<ExternalCalendar> Fail(
        Session session, Call call, Attempt attempt, FetchFailed failed, Instant next) =>
        (await session.One(MarkFailed, ExternalCalendar.Read,
            ("id", attempt.Calendar.Id), ("now", call.Now), ("next", next), ("problem", failed.Problem),
            ("status", failed.Status is { } status ? (long)status : null)))!;

    /// <summary>
    /// Replaces the busy times of a calendar, writing only what differs; returns whether anything did. The caller holds
    /// the provider's calendar.
    /// </summary>
    public static async Task<bool> Replace(Session session, ExternalCalendar calendar, IReadOnlyList<Interval> busy)
    {
        var known = (await session.All(
            FindBusy, row => new Interval(row.At("starts_at"), row.At("ends_at")), ("id", calendar.Id))).ToHashSet();
        var wanted = busy.ToHashSet();
        foreach (var gone in known.Except(wanted))
            await session.Enqueue(DeleteBusy, ("id", calendar.Id), ("start", gone.Start));
        foreach (var added in wanted.Except(known))
            await session.Enqueue(InsertBusy, ("id", calendar.Id), ("provider", calendar.ProviderId),
                ("start", added.Start), ("end", added.End));
        return !known.SetEquals(wanted);
    }

    static readonly string IsDue = Leases.IsDue("next_attempt_at");

    static readonly Sql FindOne = new($"""
        SELECT {ExternalCalendar.Columns}
        FROM external_calendars
        WHERE id = @id AND provider_id = @provider
        """);

    static readonly Sql AnyDue = new($"SELECT id AS n FROM external_calendars WHERE {IsDue} LIMIT 1");

    static readonly Sql Claim = new($$"""
        UPDATE external_calendars
        SET leased_until = @until, attempted_at = @now
        WHERE id = (
            SELECT id
            FROM external_calendars
            WHERE {{IsDue}}
            ORDER BY next_attempt_at
            LIMIT 1
            {lock_free})
        RETURNING id AS n
        """);

    static readonly Sql FindClaimed = new($"""
        SELECT e.id, e.provider_id, e.name, e.url, e.created_at, e.attempted_at, e.succeeded_at, e.next_attempt_at,
               e.failing_since, e.problem, e.http_status, e.busy_count, e.etag, e.last_modified, e.read_at, e.failures,
               p.time_zone, n.name AS installation
        FROM external_calendars e
        JOIN public_providers p ON p.id = e.provider_id
        JOIN installation n ON n.id = 1
        WHERE e.id = @id
        """);

    static readonly Sql HoldTaken = new("""
        SELECT id AS n
        FROM external_calendars
        WHERE id = @id AND attempted_at = @now AND leased_until IS NOT NULL
        {lock}
        """);

    static readonly Sql MarkSucceeded = new($"""
        UPDATE external_calendars
        SET succeeded_at = @now, next_attempt_at = @next, leased_until = NULL, etag = @etag, last_modified = @modified,
            read_at = CASE WHEN @full THEN @now ELSE read_at END, busy_count = @busy,
            failures = 0, failing_since = NULL, problem = NULL, http_status = NULL
        WHERE id = @id
        RETURNING {ExternalCalendar.Columns}
        """);

    static readonly Sql MarkFailed = new($"""
        UPDATE external_calendars
        SET next_attempt_at = @next, leased_until = NULL, failures = failures + 1,
            failing_since = COALESCE(failing_since, @now), problem = @problem, http_status = @status
        WHERE id = @id
        RETURNING {ExternalCalendar.Columns}
        """);

    static readonly Sql FindBusy = new("SELECT starts_at, ends_at FROM external_busy WHERE calendar_id = @id");

    static readonly Sql DeleteBusy =
        new("DELETE FROM external_busy WHERE calendar_id = @id AND starts_at = @start");

    static readonly Sql InsertBusy = new("""
        INSERT INTO external_busy (calendar_id, provider_id, starts_at, ends_at)
        VALUES (@id, @provider, @start, @end)
        """);
}
