using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>
/// Asks for an external calendar to be fetched now, in the background; <c>attempted_at</c> shows when that was. A
/// calendar is fetched once a minute at most.
/// </summary>
static class RefreshExternalCalendar
{
    static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="CalendarId">The id of the external calendar.</param>
    public sealed record Input([Id] long ProviderId, [Id] long CalendarId);

    public static Task<Answer<ExternalCalendar>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ExternalCalendarStore.Find(session, call, input.ProviderId, input.CalendarId);
        // Its clock may have been ahead at the last attempt.
        if (known.AttemptedAt is { } last && last <= call.Now && call.Now < last + AMinute)
            throw SchedulingErrors.JustFetched.Refused().Until((last + AMinute).Since(call.Now));
        return (await session.One(Due, ExternalCalendar.Read, ("id", known.Id), ("now", call.Now)))
            ?? throw SchedulingErrors.NoSuchExternalCalendar.Refused();
    });

    static readonly Sql Due = new($"""
        UPDATE external_calendars
        SET next_attempt_at = @now
        WHERE id = @id
        RETURNING {ExternalCalendar.Columns}
        """);
}
