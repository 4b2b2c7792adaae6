using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Feeds;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>
/// Fetches the external calendars whose turn has come, and stores when they are busy. A calendar that cannot be fetched
/// keeps its last good copy.
/// </summary>
static class FetchExternalCalendars
{
    const int AtOnce = 4;

    // A round has an end, so that another process gets its turn.
    const int EachMost = 25;

    static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    // Expanding takes a processor, and others need one too.
    static readonly SemaphoreSlim Expanding = new(1);

    /// <summary>One round of the background job.</summary>
    public static Task Run(Call call) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Work(call)));

    static async Task Work(Call call)
    {
        // A round may take minutes, and each attempt has its own time.
        for (var i = 0; i < EachMost; i++)
        {
            var now = call.Again();
            if (await ExternalCalendarStore.Take(now) is not { } attempt)
                return;
            await Fetch(now, attempt);
        }
    }

    static async Task Fetch(Call call, Attempt attempt)
    {
        try
        {
            var fetched = await CalendarSource.Fetch(
                attempt.Url, attempt.Known, call.Settings<ExternalCalendarSettings>(), call.Cancel);
            var busy = fetched.Text is { } text ? await Expand(call, attempt, text) : null;
            await call.Write(session => Succeed(session, call, attempt, fetched, busy));
        }
        catch (FetchFailed failed)
        {
            await call.Write(session => Fail(session, call, attempt, failed));
        }
    }

    static async Task<IReadOnlyList<Interval>> Expand(Call call, Attempt attempt, byte[] text)
    {
        await Expanding.WaitAsync(call.Cancel);
        try
        {
            var zone = DateTimeZoneProviders.Tzdb[attempt.TimeZone];
            // From the start of a day, so that what runs now is the same stretch at each fetch.
            var from = zone.AtStartOfDay(call.Now.InZone(zone).Date).ToInstant();
            return new BusyTimes(zone, from, call.Now + Ahead, BookedTime.UidEnd(attempt.Installation)).Of(text);
        }
        finally
        {
            Expanding.Release();
        }
    }

    static async Task<bool> Succeed(
        Session session, Call call, Attempt attempt, Fetched fetched, IReadOnlyList<Interval>? busy)
    {
        Calendars.Hold(session, attempt.Calendar.ProviderId);
        if (!await ExternalCalendarStore.Hold(session, call, attempt))
            return false;
        var changed = busy is not null && await ExternalCalendarStore.Replace(session, attempt.Calendar, busy);
        var calendar = await ExternalCalendarStore.Succeed(
            session, call, attempt, fetched, busy?.Count ?? attempt.Calendar.BusyCount,
            call.Now + Pause(call, attempt, failures: 0));
        if (attempt.Calendar.Problem is not null)
            await ProviderLog.Append(session, call, calendar.Event("recovered"));
        if (changed)
            await ProviderLog.Append(session, call, calendar.Event("changed"));
        return true;
    }

    static async Task<bool> Fail(Session session, Call call, Attempt attempt, FetchFailed failed)
    {
        if (!await ExternalCalendarStore.Hold(session, call, attempt))
            return false;
        var calendar = await ExternalCalendarStore.Fail(
            session, call, attempt, failed, call.Now + Pause(call, attempt, attempt.Failures + 1));
        if (attempt.Calendar.Problem is null)
            await ProviderLog.Append(session, call, calendar.Event("failed"));
        return true;
    }

    /// <summary>
    /// The pause until the next attempt: it doubles with each failure, and differs a little between calendars, so that
    /// those that were added together are not fetched together for ever.
    /// </summary>
    static TimeSpan Pause(Call call, Attempt attempt, int failures)
    {
        var every = call.Settings<ExternalCalendarSettings>().Every;
        var pause = every * Math.Pow(2, Math.Min(failures, 10)) * (1 + attempt.Calendar.Id % 16 / 100.0);
        return pause < ExternalCalendarStore.PauseMax ? pause : ExternalCalendarStore.PauseMax;
    }
}
