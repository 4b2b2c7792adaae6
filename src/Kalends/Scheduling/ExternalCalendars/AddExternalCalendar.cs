using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>
/// Adds an external calendar (RFC 5545) to a provider, at most 10. It is fetched every few minutes, and its events
/// close their time in the next 366 days, except those that are cancelled or transparent. Days, and times without a
/// zone, are in the time zone of the provider. Reservations stay. Only the times are stored.
/// </summary>
static class AddExternalCalendar
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="Url">
    /// The https or http address of the calendar, at a host with a public address. Whoever knows it can read the
    /// calendar, so it is never shown again.
    /// </param>
    /// <param name="Name">The name of the calendar, for those who keep the provider's calendar.</param>
    public sealed record Input(
        [Id] long ProviderId, [Text(1, CalendarAddress.Max, Secret = true)] string Url, [Text(1, 100)] string Name);

    public static Task<Answer<ExternalCalendar>> Run(Input input, Call call)
    {
        var url = CalendarAddress.Parse(input.Url, call.Settings<ExternalCalendarSettings>().AllowPrivateAddresses);
        return call.Write(async session =>
        {
            Calendars.Hold(session, input.ProviderId);
            await Provider.CheckAuthority(session, call, input.ProviderId);
            if (await session.Number(Count, ("provider", input.ProviderId)) >= ExternalCalendar.Max)
                throw SchedulingErrors.TooManyExternalCalendars.Refused(ExternalCalendar.Max);

            var added = await session.One(Insert, ExternalCalendar.Read,
                ("provider", input.ProviderId), ("url", url), ("name", input.Name), ("now", call.Now))
                ?? throw SchedulingErrors.ExternalCalendarKnown.Refused();
            await ProviderLog.Append(session, call, added.Event("added"));
            return added;
        });
    }

    static readonly Sql Count =
        new("SELECT COUNT(*) AS n FROM external_calendars WHERE provider_id = @provider");

    static readonly Sql Insert = new($"""
        INSERT INTO external_calendars (provider_id, url, name, created_at, next_attempt_at)
        VALUES (@provider, @url, @name, @now, @now)
        ON CONFLICT DO NOTHING
        RETURNING {ExternalCalendar.Columns}
        """);
}
