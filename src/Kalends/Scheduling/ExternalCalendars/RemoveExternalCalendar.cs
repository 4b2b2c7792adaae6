using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>Removes an external calendar of a provider; what it closed is open again.</summary>
static class RemoveExternalCalendar
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="CalendarId">The id of the external calendar.</param>
    public sealed record Input([Id] long ProviderId, [Id] long CalendarId);

    public static Task<Answer<ExternalCalendar>> Run(Input input, Call call) => call.Write(async session =>
    {
        Calendars.Hold(session, input.ProviderId);
        var removed = await ExternalCalendarStore.Find(session, call, input.ProviderId, input.CalendarId);
        await session.Enqueue(DeleteBusy, ("id", removed.Id));
        await session.Enqueue(Delete, ("id", removed.Id));
        await ProviderLog.Append(session, call, removed.Event("removed"));
        return removed;
    });

    static readonly Sql DeleteBusy = new("DELETE FROM external_busy WHERE calendar_id = @id");

    static readonly Sql Delete = new("DELETE FROM external_calendars WHERE id = @id");
}
