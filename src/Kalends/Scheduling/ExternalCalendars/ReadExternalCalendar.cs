using Kalends.Platform.Calls;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>Reads an external calendar of a provider, and how fetching it went.</summary>
static class ReadExternalCalendar
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="CalendarId">The id of the external calendar.</param>
    public sealed record Input([Id] long ProviderId, [Id] long CalendarId);

    public static Task<ExternalCalendar> Run(Input input, Call call) => call.Read(session =>
        ExternalCalendarStore.Find(session, call, input.ProviderId, input.CalendarId));
}
